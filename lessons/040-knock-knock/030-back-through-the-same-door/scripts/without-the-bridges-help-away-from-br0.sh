# These packets leave by br0, so this rule is not for them.
sysctl -w net.bridge.bridge-nf-call-iptables=0
iptables -t nat -A POSTROUTING -s 172.18.0.0/16 -d 172.18.0.10 ! -o br0 -p tcp -m tcp --dport 5000 -j MASQUERADE
