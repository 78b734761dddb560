# Right names in right places, but they are ends of two different cables.
ip netns add netns0
ip link add veth0 type veth peer name spare0
ip link add ceth0 type veth peer name spare1
ip link set ceth0 netns netns0
