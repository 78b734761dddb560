ip link set port2 down
ip link set port2 up
ip -n {{stock}} link set eth0 down
ip -n {{stock}} link set eth0 up
