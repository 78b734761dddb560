ip link set veth0 up
ip addr add 172.18.0.11/16 dev veth0
nsenter --net=/run/netns/netns0 bash
ip link set lo up
ip link set ceth0 up
ip addr add 172.18.0.10/16 dev ceth0
exit
