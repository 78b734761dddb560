ip link add br0 type bridge
ip address add 10.90.0.1/24 dev br0
ip link set br0 up

plug() { # a namespace, the number of its port, its address
  ip netns add "$1"
  ip link add "port$2" type veth peer name eth0 netns "$1"
  ip link set "port$2" master br0 up
  ip -n "$1" link set lo up
  ip -n "$1" address add "$3/24" dev eth0
  ip -n "$1" link set eth0 up
  ip -n "$1" route add default via 10.90.0.1
}

plug till 1 10.90.0.20

sysctl -qw net.ipv4.ip_forward=1
iptables -t nat -A POSTROUTING -s 10.90.0.0/24 ! -o br0 -j MASQUERADE

ip route add blackhole 93.184.215.0/24
