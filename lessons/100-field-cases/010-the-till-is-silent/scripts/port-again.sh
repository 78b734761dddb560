ip link set port2 down
ip link set port2 up
