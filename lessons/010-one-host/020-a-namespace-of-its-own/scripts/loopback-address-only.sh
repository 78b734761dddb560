ip netns exec netns0 ip addr add 127.0.0.1/8 dev lo
