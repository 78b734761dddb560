# The address of the gateway, taken for one's own.
ip netns add mine
ip link add vmine type veth peer name eth0 netns mine
ip link set vmine master podman0 up
ip -n mine addr add 10.88.0.1/16 dev eth0
ip -n mine link set eth0 up
ip -n mine route add default via 10.88.0.1
