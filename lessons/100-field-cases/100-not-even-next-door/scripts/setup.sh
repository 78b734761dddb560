ip link add br0 type bridge
ip address add 10.70.0.1/24 dev br0
ip link set br0 up

plug() { # a namespace, the number of its port, its address
  ip netns add "$1"
  ip link add "port$2" type veth peer name eth0 netns "$1"
  ip link set "port$2" master br0 up
  ip -n "$1" link set lo up
  ip -n "$1" address add "$3/24" dev eth0
  ip -n "$1" link set eth0 up
  ip -n "$1" route add default via 10.70.0.1
}

plug shop 1 10.70.0.9
plug till 2 10.70.0.20

sysctl -qw net.bridge.bridge-nf-call-iptables=1
iptables -P FORWARD DROP
