# A good sender comes too late: the packet was dropped before.
iptables -t nat -A OUTPUT -d 127.0.0.1 -p tcp -m tcp --dport 5000 -j DNAT --to-destination 172.18.0.10:5000
iptables -t nat -A POSTROUTING -s 127.0.0.1 -o br0 -j MASQUERADE
