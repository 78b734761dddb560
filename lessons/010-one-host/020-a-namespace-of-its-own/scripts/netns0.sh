ip netns add netns0
