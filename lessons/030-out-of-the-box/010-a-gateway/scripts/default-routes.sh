ip -n netns0 route add default via 172.18.0.1
ip -n netns1 route add default via 172.18.0.1
