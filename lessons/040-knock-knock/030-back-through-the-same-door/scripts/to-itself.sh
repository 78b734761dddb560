bridge link set dev veth0 hairpin on
iptables -t nat -A POSTROUTING -s 172.18.0.10 -d 172.18.0.10 -p tcp -m tcp --dport 5000 -j MASQUERADE
