ip link add door link eth0 type macvlan mode bridge
ip addr add 192.168.56.31/32 dev door
ip link set door up
ip route add 192.168.56.21 dev door
