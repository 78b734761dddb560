ip link add br1 type bridge
ip link set br1 up
ip link set veth1 master br1
ip link set veth2 master br1
ip link add up0 type veth peer name up1
ip link set up0 up master br0
ip link set up1 up
