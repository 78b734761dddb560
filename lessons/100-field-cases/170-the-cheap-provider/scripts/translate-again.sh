iptables -t nat -A POSTROUTING -s {{net}} -o eth0 -j MASQUERADE
