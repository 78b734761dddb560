ip netns add "$room"
ip link add outer type veth peer name inner netns "$room"
ip address add "$gate/24" dev outer
ip link set outer up
ip -n "$room" address add "$guest/24" dev inner
