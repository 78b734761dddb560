ip netns add lonely
