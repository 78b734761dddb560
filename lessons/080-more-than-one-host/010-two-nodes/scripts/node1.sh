sysctl -q -w net.ipv4.ip_forward=1
ip link add br0 type bridge
ip addr add 10.0.0.1/24 dev br0
ip link set br0 up
for n in 1 2; do
  ip netns add c$n
  ip link add veth$n type veth peer name ceth$n netns c$n
  ip link set veth$n master br0 up
  ip -n c$n link set lo up
  ip -n c$n addr add 10.0.0.$((n + 1))/24 dev ceth$n
  ip -n c$n link set ceth$n up
  ip -n c$n route add default via 10.0.0.1
done
iptables -t nat -A POSTROUTING -s 10.0.0.0/24 ! -o br0 -j MASQUERADE
