iptables -t nat -A PREROUTING -d 172.16.0.2 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.18.0.20:80
