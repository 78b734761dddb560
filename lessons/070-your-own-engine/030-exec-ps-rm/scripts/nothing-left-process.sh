ip netns delete web
