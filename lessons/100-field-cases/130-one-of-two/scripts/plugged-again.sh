ip link set cable2 down
ip link set cable2 up
