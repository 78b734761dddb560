# What the lessons before have built: br0 with two containers, a way out, and a published port.
ip link add br0 type bridge
ip addr add 172.18.0.1/16 dev br0
ip link set br0 up
for n in 0 1; do
  ip netns add netns$n
  ip link add veth$n type veth peer name ceth$n
  ip link set veth$n master br0 up
  ip link set ceth$n netns netns$n
  ip -n netns$n link set lo up
  ip -n netns$n link set ceth$n up
  ip -n netns$n addr add 172.18.0.$((n + 1))0/16 dev ceth$n
  ip -n netns$n route add default via 172.18.0.1
done
echo 1 > /proc/sys/net/ipv4/ip_forward
iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE
iptables -t nat -A PREROUTING -d 172.16.0.2 -p tcp --dport 5000 -j DNAT --to-destination 172.18.0.10:80
iptables -t nat -A OUTPUT -d 172.16.0.2 -p tcp --dport 5000 -j DNAT --to-destination 172.18.0.10:80
mkdir -p /srv/mine
echo 'Hello from netns0' > /srv/mine/index.html
ip netns exec netns0 busybox httpd -p 80 -h /srv/mine
# What the engine builds for the same wish.
docker run -d --name web -p 8080:80 web
