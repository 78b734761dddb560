ip netns add netns0
nsenter --net=/run/netns/netns0 ip link set lo up
nsenter --net=/run/netns/netns0 python3 -m http.server 8000 > /dev/null 2>&1 &
nsenter --net=/run/netns/netns0 curl --retry 9 --retry-connrefused --retry-delay 1 --silent --output /dev/null 127.0.0.1:8000
