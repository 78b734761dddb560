ip netns add blue
ip link add patch-a type veth peer name patch-b
ip link set patch-b netns blue
ip link set patch-a up
ip addr add 10.0.0.1/24 dev patch-a
ip netns exec blue ip link set patch-b up
ip netns exec blue ip addr add 10.0.0.2/24 dev patch-b
