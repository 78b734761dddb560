# Out of the one network, into the other: both feet in one.
ip link set veth0 master br1
ip -n netns0 addr add 172.19.0.20/16 dev ceth0
