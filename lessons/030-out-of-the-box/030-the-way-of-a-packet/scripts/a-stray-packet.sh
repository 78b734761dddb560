ip -n netns2 neigh del 172.18.0.1 dev ceth2
