ip link set outer down
ip link set outer up
