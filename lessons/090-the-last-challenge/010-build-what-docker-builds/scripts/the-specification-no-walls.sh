sysctl -q -w net.ipv4.ip_forward=1
network() {
  ip link add $1 type bridge
  ip addr add $2/16 dev $1
  ip link set $1 up
}
container() {
  ip netns add $1
  ip link add v-$1 type veth peer name eth0 netns $1
  ip link set v-$1 master $2 up
  ip -n $1 link set lo up
  ip -n $1 addr add $3/16 dev eth0
  ip -n $1 link set eth0 up
  ip -n $1 route add default via $4
}
network front 172.20.0.1
network back 172.21.0.1
container web front 172.20.0.2 172.20.0.1
container api front 172.20.0.3 172.20.0.1
container db back 172.21.0.2 172.21.0.1
iptables -P FORWARD DROP
iptables -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
iptables -A FORWARD -i front -j ACCEPT
iptables -A FORWARD -i back -j ACCEPT
iptables -A FORWARD -o front -d 172.20.0.2 -p tcp --dport 80 -j ACCEPT
iptables -t nat -A POSTROUTING -s 172.20.0.0/16 ! -o front -j MASQUERADE
iptables -t nat -A POSTROUTING -s 172.21.0.0/16 ! -o back -j MASQUERADE
iptables -t nat -A POSTROUTING -s 172.20.0.0/16 -d 172.20.0.2 -p tcp --dport 80 -j MASQUERADE
iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -p tcp --dport 8080 -j DNAT --to-destination 172.20.0.2:80
iptables -t nat -A OUTPUT -m addrtype --dst-type LOCAL -p tcp --dport 8080 -j DNAT --to-destination 172.20.0.2:80
mkdir -p /srv/web && echo '<h1>It is up</h1>' > /srv/web/index.html
ip netns exec web python3 -m http.server --directory /srv/web 80 > /dev/null 2>&1 &
until ip netns exec web bash -c '> /dev/tcp/127.0.0.1/80' 2> /dev/null; do sleep 0.1; done
