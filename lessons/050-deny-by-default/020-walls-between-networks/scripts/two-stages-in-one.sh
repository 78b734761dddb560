# One stage that drops whatever leaves its bridge, to the internet as well.
iptables -N DOCKER-ISOLATION-STAGE-1
iptables -N DOCKER-ISOLATION-STAGE-2
iptables -I FORWARD -j DOCKER-ISOLATION-STAGE-1
iptables -A DOCKER-ISOLATION-STAGE-1 -i br0 ! -o br0 -j DROP
iptables -A DOCKER-ISOLATION-STAGE-1 -i br1 ! -o br1 -j DROP
