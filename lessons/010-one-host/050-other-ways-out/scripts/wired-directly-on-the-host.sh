# One end was taken into the first container, the other one was left behind.
ip link add left type veth peer name right
ip link set left netns netns0
ip -n netns0 link set left up
ip link set right up
ip -n netns0 route add 172.18.0.20/32 dev left
ip route add 172.18.0.10/32 dev right
