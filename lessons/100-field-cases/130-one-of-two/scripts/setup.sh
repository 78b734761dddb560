cable() { # a namespace, its number, its address, the address of the host's end
  ip netns add "$1"
  ip link add "cable$2" type veth peer name eth0 netns "$1"
  ip -n "$1" link set lo up
  ip -n "$1" address add "$3/24" dev eth0
  ip -n "$1" link set eth0 up
  ip address add "$4/24" dev "cable$2"
  ip link set "cable$2" up
}
cable shop 1 10.80.0.10 10.80.0.11
cable till 2 10.80.0.20 10.80.0.21
