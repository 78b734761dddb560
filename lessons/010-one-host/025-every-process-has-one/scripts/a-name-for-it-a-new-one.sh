# The name is right. The namespace is another, empty one.
unshare --net python3 -m http.server 8000 > /dev/null 2>&1 &
ip netns add web
nsenter --net=/run/netns/web ip link set lo up
