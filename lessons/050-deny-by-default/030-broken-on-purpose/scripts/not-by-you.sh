iptables -A DOCKER -d 172.19.0.10/32 ! -i br1 -o br1 -p tcp -m tcp --dport 80 -j ACCEPT
