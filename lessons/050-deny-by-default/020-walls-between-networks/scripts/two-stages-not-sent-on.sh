# Nobody is sent on to the second stage.
iptables -N DOCKER-ISOLATION-STAGE-1
iptables -N DOCKER-ISOLATION-STAGE-2
iptables -I FORWARD -j DOCKER-ISOLATION-STAGE-1
iptables -A DOCKER-ISOLATION-STAGE-2 -o br0 -j DROP
iptables -A DOCKER-ISOLATION-STAGE-2 -o br1 -j DROP
