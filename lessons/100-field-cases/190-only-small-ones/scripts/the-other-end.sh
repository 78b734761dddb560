ip link set port1 mtu 1000
