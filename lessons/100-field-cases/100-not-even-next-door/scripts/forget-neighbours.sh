ip -n till neigh flush dev eth0
ip -n shop neigh flush dev eth0
