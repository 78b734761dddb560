ip link add left type veth peer name right
ip link set left netns netns0
ip link set right netns netns1
ip -n netns0 link set left up
ip -n netns1 link set right up
ip -n netns0 route add 172.18.0.20/32 dev left
