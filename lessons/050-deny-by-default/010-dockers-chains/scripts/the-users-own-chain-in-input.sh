# What is passed on never comes to INPUT.
iptables -N DOCKER-USER
iptables -A DOCKER-USER -j RETURN
iptables -I FORWARD -j DOCKER-USER
iptables -I INPUT -s 198.51.100.7 -p tcp -m tcp --dport 8080 -j DROP
