# Without a prefix length the kernel takes /32: one address and no network, hence no route.
ip link set veth0 up
ip addr add 172.18.0.11/16 dev veth0
ip netns exec netns0 ip link set ceth0 up
ip netns exec netns0 ip addr add 172.18.0.10 dev ceth0
