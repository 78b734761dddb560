# The question arrives. For the answer there is no way.
add() {
  ip netns add $1
  ip link add $2 type veth peer name $3 address $4 netns $1
  ip netns exec $1 sysctl -q -w net.ipv6.conf.all.disable_ipv6=1
  ip -n $1 link set lo up
  ip -n $1 addr add $5/16 dev $3
  ip -n $1 link set $3 up
  ip link set $2 up master br0
}
ip link add br0 type bridge
ip link set br0 up
add netns0 veth0 ceth0 02:00:00:00:00:0a 172.18.0.10
add netns1 veth1 ceth1 02:00:00:00:00:0b 172.18.0.20
add netns2 veth2 ceth2 02:00:00:00:00:0c 172.19.0.30
ip -n netns0 route add 172.19.0.0/16 dev ceth0
