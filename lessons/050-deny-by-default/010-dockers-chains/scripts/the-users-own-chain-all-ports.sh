# Too much: the other page is gone, too.
iptables -N DOCKER-USER
iptables -A DOCKER-USER -j RETURN
iptables -I FORWARD -j DOCKER-USER
iptables -I DOCKER-USER -s 198.51.100.7 -j DROP
