# The network that was a way out in the last lesson is none of the neighbours' here.
ip netns add netns2
ip link add veth2 type veth peer name ceth2
ip link set ceth2 netns netns2
ip netns exec netns2 ip link set ceth2 up
ip netns exec netns2 ip addr add 172.19.0.30/16 dev ceth2
ip link set veth2 up
ip link set veth2 master br0
