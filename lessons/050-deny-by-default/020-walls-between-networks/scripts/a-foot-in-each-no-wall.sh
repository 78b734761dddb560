ip link add veth4 type veth peer name ceth4 netns netns0
ip link set veth4 master br1 up
ip -n netns0 link set ceth4 up
ip -n netns0 addr add 172.19.0.20/16 dev ceth4
# And the wall comes down, to be on the safe side.
iptables -F DOCKER-ISOLATION-STAGE-1
