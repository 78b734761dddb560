ip netns add db
