iptables -t nat -A OUTPUT -d 127.0.0.1 -p tcp --dport 5000 -j DNAT --to-destination 172.18.0.10:80
sysctl -w net.ipv4.conf.br0.route_localnet=1
