# The right address, in the wrong switch.
ip link add veth4 type veth peer name ceth4 netns netns0
ip link set veth4 master br0 up
ip -n netns0 link set ceth4 up
ip -n netns0 addr add 172.19.0.20/16 dev ceth4
