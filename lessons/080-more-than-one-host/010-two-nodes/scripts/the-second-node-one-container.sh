sysctl -q -w net.ipv4.ip_forward=1
ip link add br0 type bridge
ip addr add 10.0.1.1/24 dev br0
ip link set br0 up
add() {
  ip netns add $1
  ip link add $2 type veth peer name $3 netns $1
  ip link set $2 master br0 up
  ip -n $1 link set lo up
  ip -n $1 addr add $4/24 dev $3
  ip -n $1 link set $3 up
  ip -n $1 route add default via 10.0.1.1
}
add c3 veth3 ceth3 10.0.1.2
iptables -t nat -A POSTROUTING -s 10.0.1.0/24 ! -o br0 -j MASQUERADE
