ip link add br0 type bridge
ip link set br0 up
add() {
  ip netns add $1
  ip link add $2 type veth peer name $3 netns $1
  ip link set $2 master br0 up
  ip -n $1 link set lo up
  ip -n $1 addr add $4/16 dev $3
  ip -n $1 link set $3 up
}
add c3 veth3 ceth3 10.0.1.2
add c4 veth4 ceth4 10.0.1.3
ip link add vxlan0 type vxlan id 42 remote 192.168.56.11 dstport 8472 dev eth0
ip link set vxlan0 master br0 up
