iptables -N DOCKER-USER
iptables -A DOCKER-USER -j RETURN
iptables -I FORWARD -j DOCKER-USER
iptables -I DOCKER-USER -s 198.51.100.7 -d 172.18.0.20 -p tcp -m tcp --dport 80 -j DROP
