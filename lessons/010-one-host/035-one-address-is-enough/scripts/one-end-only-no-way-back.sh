# The host finds the container. The container does not find the host.
ip netns add containerns
ip link add veth0 type veth peer name veth1
ip link set veth0 netns containerns
ip link set veth1 up
ip netns exec containerns ip link set lo up
ip netns exec containerns ip link set veth0 up
ip netns exec containerns ip addr add 10.0.0.2/32 dev veth0
ip route add 10.0.0.2/32 dev veth1
