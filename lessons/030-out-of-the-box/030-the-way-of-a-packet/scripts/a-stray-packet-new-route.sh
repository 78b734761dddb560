# The route was right before.
ip -n netns2 route replace default via 172.18.0.1
