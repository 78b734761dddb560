ip link add br0 type bridge
ip address add "$gate/24" dev br0
ip link set br0 up

plug() { # a namespace, the number of its port, its address
  ip netns add "$1"
  ip link add "port$2" type veth peer name eth0 netns "$1"
  ip link set "port$2" master br0 up
  ip -n "$1" link set lo up
  ip -n "$1" address add "$3/24" dev eth0
  ip -n "$1" link set eth0 up
  ip -n "$1" route add default via "$gate"
}

plug "$web" 1 "$web_at"

sysctl -qw net.ipv4.ip_forward=1
iptables -t nat -A POSTROUTING -s "$net" ! -o br0 -j MASQUERADE

mkdir -p /srv/shop
echo 'The shop is open.' >/srv/shop/index.html
nsenter --net="/run/netns/$web" busybox httpd -p "$served" -h /srv/shop
iptables -t nat -A PREROUTING -p tcp -d 172.16.0.2 --dport "$door" -j DNAT --to-destination "$web_at:80"
