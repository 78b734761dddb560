# It works for all, and the server does not know any guest any more.
sysctl -w net.bridge.bridge-nf-call-iptables=0
iptables -t nat -A POSTROUTING -d 172.18.0.10 -p tcp -m tcp --dport 5000 -j MASQUERADE
