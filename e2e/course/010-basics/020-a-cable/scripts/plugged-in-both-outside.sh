ip netns add blue
ip link add outer type veth peer name inner
