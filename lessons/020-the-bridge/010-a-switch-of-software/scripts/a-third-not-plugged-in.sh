ip netns add netns2
ip link add veth2 type veth peer name ceth2
ip link set ceth2 netns netns2
ip netns exec netns2 ip link set ceth2 up
ip netns exec netns2 ip addr add 172.18.0.30/16 dev ceth2
ip link set veth2 up
