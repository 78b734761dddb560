# The other container is a neighbour, too, but no gateway.
ip -n netns0 route add default via 172.18.0.20
ip -n netns1 route add default via 172.18.0.1
