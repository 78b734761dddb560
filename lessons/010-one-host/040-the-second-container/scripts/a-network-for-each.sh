ip addr del 172.18.0.21/16 dev veth1
ip addr add 172.19.0.21/16 dev veth1
ip netns exec netns1 ip addr del 172.18.0.20/16 dev ceth1
ip netns exec netns1 ip addr add 172.19.0.20/16 dev ceth1
ip addr del 172.18.0.11/16 dev veth0
ip addr add 172.18.0.11/16 dev veth0
