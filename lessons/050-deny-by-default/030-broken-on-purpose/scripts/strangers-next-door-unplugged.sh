# Out of the switch, and out of the world.
iptables -A DOCKER -d 172.18.0.10/32 ! -i br0 -o br0 -p tcp -m tcp --dport 5000 -j ACCEPT
ip link set veth1 nomaster
