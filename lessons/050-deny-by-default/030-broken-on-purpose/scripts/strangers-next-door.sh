iptables -A DOCKER -d 172.18.0.10/32 ! -i br0 -o br0 -p tcp -m tcp --dport 5000 -j ACCEPT
iptables -D FORWARD -i br0 -o br0 -j ACCEPT
