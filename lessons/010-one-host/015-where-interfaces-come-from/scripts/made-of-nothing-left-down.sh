# The address answers, but the network behind it has no route.
ip link add lab0 type bridge
ip addr add 192.168.99.1/24 dev lab0
