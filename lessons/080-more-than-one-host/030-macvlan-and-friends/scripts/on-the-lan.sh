ip netns add guest
ip link add mac0 link eth0 type macvlan mode bridge
ip link set mac0 netns guest
ip -n guest link set lo up
ip -n guest link set mac0 up
ip -n guest addr add 192.168.56.21/24 dev mac0
ip -n guest route add default via 192.168.56.1
