ip -n netns0 neigh replace 172.18.0.20 lladdr 02:00:00:00:00:0b dev ceth0 nud permanent
ip netns delete netns1
add() {
  ip netns add $1
  ip link add $2 type veth peer name $3 address $4 netns $1
  ip netns exec $1 sysctl -q -w net.ipv6.conf.all.disable_ipv6=1
  ip -n $1 link set lo up
  ip -n $1 addr add $5/16 dev $3
  ip -n $1 link set $3 up
  ip link set $2 up master br0
}
add web veth3 ceth3 02:00:00:00:00:0d 172.18.0.20
