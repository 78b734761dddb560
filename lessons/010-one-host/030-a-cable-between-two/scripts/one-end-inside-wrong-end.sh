ip netns add netns0
ip link add veth0 type veth peer name ceth0
ip link set veth0 netns netns0
