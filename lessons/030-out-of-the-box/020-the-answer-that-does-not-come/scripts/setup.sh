# Two containers on a bridge, which is their gateway. The host does not forward yet.
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
