ip netns add blue
ip link add outer netns blue type veth peer name inner netns blue
