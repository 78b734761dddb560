# A table with nothing in it decides nothing: the next one is asked.
add() {
  ip netns add $1
  ip link add $2 type veth peer name $3 netns $1
  ip -n $1 link set lo up
  ip -n $1 link set $3 up
  ip -n $1 addr add $4/16 dev $3
  ip link set $2 up
  ip addr add $5/16 dev $2
}
add netns0 veth0 ceth0 172.18.0.10 172.18.0.11
add netns1 veth1 ceth1 172.18.0.20 172.18.0.21
ip rule add from 172.18.0.21 lookup 21
