iptables -t nat -A POSTROUTING -s {{net}} -o br0 -j MASQUERADE
