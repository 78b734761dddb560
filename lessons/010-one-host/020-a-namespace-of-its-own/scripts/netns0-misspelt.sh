ip netns add netsn0
