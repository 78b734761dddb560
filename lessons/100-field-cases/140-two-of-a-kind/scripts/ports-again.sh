ip link set port1 down
ip link set port1 up
ip link set port2 down
ip link set port2 up
