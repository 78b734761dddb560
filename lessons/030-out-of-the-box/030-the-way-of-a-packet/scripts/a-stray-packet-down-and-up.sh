# That forgets the neighbour, and the default route as well.
ip -n netns2 link set ceth2 down
ip -n netns2 link set ceth2 up
