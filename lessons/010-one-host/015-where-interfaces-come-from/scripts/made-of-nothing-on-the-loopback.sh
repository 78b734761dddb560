ip link add lab0 type bridge
ip link set lab0 up
ip addr add 192.168.99.1/24 dev lo
