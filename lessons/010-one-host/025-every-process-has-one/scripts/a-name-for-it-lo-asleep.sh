unshare --net python3 -m http.server 8000 > /dev/null 2>&1 &
until [ "$(readlink /proc/$!/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.1; done
ip netns attach web $!
until nsenter --net=/run/netns/web ss -ltn | grep -q :8000; do sleep 0.2; done
