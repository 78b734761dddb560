python3 -m http.server 8000 > /dev/null 2>&1 &
ip netns add netns0
nsenter --net=/run/netns/netns0 python3 -m http.server 8000 > /dev/null 2>&1 &
curl --retry 9 --retry-connrefused --retry-delay 1 --silent --output /dev/null 127.0.0.1:8000
until nsenter --net=/run/netns/netns0 ss -ltn | grep -q :8000; do sleep 0.2; done
