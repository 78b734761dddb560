ip netns add bleu
