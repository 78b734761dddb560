# Behind the rules that accept.
iptables -A FORWARD -i br2 ! -o br2 -j DOCKER-ISOLATION-STAGE-2
iptables -A FORWARD -o br2 -j DROP
