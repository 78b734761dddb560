ip link add br1 type bridge
ip link set br1 up
ip link set veth1 master br1
ip link set veth2 master br1
