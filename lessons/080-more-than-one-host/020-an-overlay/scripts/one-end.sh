ip link add vxlan0 type vxlan id 42 remote 192.168.56.12 dstport 4789 dev eth0
ip link set vxlan0 master br0 up
