unshare --net python3 -m http.server 8000 > /dev/null 2>&1 &
# Until the process has left for its namespace.
until [ "$(readlink /proc/$!/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.1; done
ip netns attach web $!
nsenter --net=/run/netns/web ip link set lo up
nsenter --net=/run/netns/web curl --retry 9 --retry-connrefused --retry-delay 1 --silent --output /dev/null 127.0.0.1:8000
