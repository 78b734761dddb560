# It was published already; this is the other half.
iptables -t nat -I PREROUTING -d 172.16.0.2 -p tcp -m tcp --dport 8081 -j DNAT --to-destination 172.19.0.10:80
