ip link add br0 type bridge
ip link set br0 up
for n in 1 2; do
  ip netns add c$n
  ip link add veth$n type veth peer name ceth$n netns c$n
  ip link set veth$n master br0 up
  ip netns exec c$n sysctl -q -w net.ipv6.conf.all.disable_ipv6=1
  ip -n c$n link set lo up
  ip -n c$n addr add 10.0.0.$((n + 1))/16 dev ceth$n
  ip -n c$n link set ceth$n up
done
