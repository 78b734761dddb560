# Three bridges, each a network with its known paths; everything else is forbidden.
sysctl -qw net.ipv4.ip_forward=1
iptables -P FORWARD DROP

network() { # bridge, its address, the network
  # Its own MAC address, as Docker does: one that is borrowed from a port changes with the ports.
  ip link add "$1" address "02:42:ac:12:00:0${1#br}" type bridge
  ip addr add "$2/16" dev "$1"
  ip link set "$1" up
  iptables -A FORWARD -o "$1" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
  iptables -A FORWARD -i "$1" ! -o "$1" -j ACCEPT
  iptables -A FORWARD -i "$1" -o "$1" -j ACCEPT
  iptables -t nat -A POSTROUTING -s "$3" ! -o "$1" -j MASQUERADE
}
network br0 172.18.0.1 172.18.0.0/16
network br1 172.19.0.1 172.19.0.0/16
network br2 172.20.0.1 172.20.0.0/16

container() { # name, number of its cable, address, bridge, gateway
  ip netns add "$1"
  ip link add "veth$2" type veth peer name "ceth$2" netns "$1"
  ip link set "veth$2" master "$4" up
  ip -n "$1" link set lo up
  ip -n "$1" link set "ceth$2" up
  ip -n "$1" addr add "$3/16" dev "ceth$2"
  ip -n "$1" route add default via "$5"
}
container netns0 0 172.18.0.10 br0 172.18.0.1
container netns1 1 172.18.0.20 br0 172.18.0.1
container netns2 2 172.19.0.10 br1 172.19.0.1
container netns3 3 172.20.0.10 br2 172.20.0.1

mkdir -p web-netns0
echo 'Hello from netns0' > web-netns0/index.html
ip netns exec netns0 busybox httpd -p 172.18.0.10:5000 -h web-netns0
