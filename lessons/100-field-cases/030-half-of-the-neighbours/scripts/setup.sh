ip link add br0 type bridge
ip address add 10.40.0.1/24 dev br0
ip link set br0 up

plug() { # a namespace, the number of its port, its address
  ip netns add "$1"
  ip link add "port$2" type veth peer name eth0 netns "$1"
  ip link set "port$2" master br0 up
  ip -n "$1" link set lo up
  ip -n "$1" address add "$3" dev eth0
  ip -n "$1" link set eth0 up
}
plug shop 1 10.40.0.9/24
plug till 2 10.40.0.70/26
plug printer 3 10.40.0.75/24
