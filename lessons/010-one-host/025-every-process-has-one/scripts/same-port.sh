python3 -m http.server 8000 > /dev/null 2>&1 &
ip netns add netns0
nsenter --net=/run/netns/netns0 ip link set lo up
nsenter --net=/run/netns/netns0 python3 -m http.server 8000 > /dev/null 2>&1 &
# A server needs a moment until it listens.
until ss -ltn | grep -q :8000; do sleep 0.1; done
until nsenter --net=/run/netns/netns0 ss -ltn | grep -q :8000; do sleep 0.1; done
