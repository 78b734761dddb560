# Containers on a bridge, which is their gateway; forwarding and translation are on.
# Its own MAC address, as Docker does: one that is borrowed from a port changes with the ports.
ip link add br0 address 02:42:ac:12:00:01 type bridge
ip addr add 172.18.0.1/16 dev br0
ip link set br0 up

container() { # name, number of its cable, address
  ip netns add "$1"
  ip link add "veth$2" type veth peer name "ceth$2" netns "$1"
  ip link set "veth$2" master br0 up
  ip -n "$1" link set lo up
  ip -n "$1" link set "ceth$2" up
  ip -n "$1" addr add "$3/16" dev "ceth$2"
  ip -n "$1" route add default via 172.18.0.1
}
container netns0 0 172.18.0.10
container netns1 1 172.18.0.20

sysctl -qw net.ipv4.ip_forward=1
iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE

# A third one, which takes a neighbour for its gateway: the wrong MAC address is written down for good.
container netns2 2 172.18.0.30
neighbour=$(ip netns exec netns1 cat /sys/class/net/ceth1/address)
ip -n netns2 neigh replace 172.18.0.1 lladdr "$neighbour" dev ceth2 nud permanent
