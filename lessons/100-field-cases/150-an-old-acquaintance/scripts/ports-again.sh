ip link set port1 down
ip link set port1 up
