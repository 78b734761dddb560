# The internal page lives in the same container.
iptables -N DOCKER
iptables -A FORWARD -o br0 -j DOCKER
iptables -A DOCKER -d 172.18.0.10/32 ! -i br0 -o br0 -p tcp -m tcp --dport 5000 -j ACCEPT
iptables -A DOCKER -d 172.18.0.20/32 ! -i br0 -o br0 -j ACCEPT
