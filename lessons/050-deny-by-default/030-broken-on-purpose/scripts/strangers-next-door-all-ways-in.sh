# Answers come in by the same bridge.
iptables -A DOCKER -d 172.18.0.10/32 ! -i br0 -o br0 -p tcp -m tcp --dport 5000 -j ACCEPT
iptables -I FORWARD -o br0 -j DROP
