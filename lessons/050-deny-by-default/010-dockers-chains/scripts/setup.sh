# Two containers that can reach the internet, and three web servers, published. Nothing is forbidden.
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

serve() { # namespace, address, port, text
  mkdir -p "web-$3"
  echo "$4" > "web-$3/index.html"
  ip netns exec "$1" busybox httpd -p "$2:$3" -h "web-$3"
}
serve netns0 172.18.0.10 5000 'Hello from netns0'
serve netns1 172.18.0.20 80 'Hello from netns1'
serve netns1 172.18.0.20 9000 'Internal figures of netns1'

publish() { # port of the host, address and port inside, chain
  iptables -t nat -A "$3" -d 172.16.0.2 -p tcp -m tcp --dport "$1" -j DNAT --to-destination "$2"
}
for chain in PREROUTING OUTPUT; do
  publish 5000 172.18.0.10:5000 "$chain"
  publish 8080 172.18.0.20:80 "$chain"
  publish 9000 172.18.0.20:9000 "$chain"
done
