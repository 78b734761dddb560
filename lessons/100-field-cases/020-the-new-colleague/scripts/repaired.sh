ip link set port2 master br0
