ip link add lab0 type veth peer name lab1
ip addr add 192.168.99.1/24 dev lab0
ip link set lab0 up
ip link set lab1 up
