# What Docker builds for two networks and three published ports. One of its rules is wrong.
sysctl -qw net.ipv4.ip_forward=1
iptables -P FORWARD DROP
for chain in DOCKER-USER DOCKER-ISOLATION-STAGE-1 DOCKER-ISOLATION-STAGE-2 DOCKER; do
  iptables -N "$chain"
done
iptables -A DOCKER-USER -j RETURN
iptables -A FORWARD -j DOCKER-USER
iptables -A FORWARD -j DOCKER-ISOLATION-STAGE-1

network() { # bridge, its address, the network
  # Its own MAC address, as Docker does: one that is borrowed from a port changes with the ports.
  ip link add "$1" address "02:42:ac:12:00:0${1#br}" type bridge
  ip addr add "$2/16" dev "$1"
  ip link set "$1" up
  iptables -A FORWARD -o "$1" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
  iptables -A FORWARD -o "$1" -j DOCKER
  iptables -A FORWARD -i "$1" ! -o "$1" -j ACCEPT
  iptables -A FORWARD -i "$1" -o "$1" -j ACCEPT
  iptables -A DOCKER-ISOLATION-STAGE-1 -i "$1" ! -o "$1" -j DOCKER-ISOLATION-STAGE-2
  iptables -A DOCKER-ISOLATION-STAGE-2 -o "$1" -j DROP
  iptables -t nat -A POSTROUTING -s "$3" ! -o "$1" -j MASQUERADE
}
network br0 172.18.0.1 172.18.0.0/16
network br1 172.19.0.1 172.19.0.0/16

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

serve() { # namespace, address, port
  mkdir -p "web-$1"
  echo "Hello from $1" > "web-$1/index.html"
  ip netns exec "$1" busybox httpd -p "$2:$3" -h "web-$1"
}
serve netns0 172.18.0.10 5000
serve netns2 172.19.0.10 80

publish() { # port of the host, address and port inside
  for chain in PREROUTING OUTPUT; do
    iptables -t nat -A "$chain" -d 172.16.0.2 -p tcp -m tcp --dport "$1" -j DNAT --to-destination "$2"
  done
}
publish 5000 172.18.0.10:5000
publish 8081 172.19.0.10:80
publish 9001 172.19.0.10:9001
iptables -A DOCKER -d 172.18.0.10/32 ! -i br0 -o br0 -p tcp -m tcp --dport 5000 -j ACCEPT
iptables -A DOCKER -d 172.19.0.10/32 ! -i br1 -o br1 -p tcp -m tcp --dport 8081 -j ACCEPT
