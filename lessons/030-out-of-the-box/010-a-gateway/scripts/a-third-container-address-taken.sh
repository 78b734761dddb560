# Another container has that address already: it cannot be reached from here.
ip netns add netns2
ip link add veth2 type veth peer name ceth2 netns netns2
ip link set veth2 master br0 up
ip -n netns2 link set lo up
ip -n netns2 link set ceth2 up
ip -n netns2 addr add 172.18.0.20/16 dev ceth2
ip -n netns2 route add default via 172.18.0.1
