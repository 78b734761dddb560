ip netns add blue
