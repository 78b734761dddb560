# Too much: it does not hear its neighbour, either.
iptables -I FORWARD -o br0 -j DROP
iptables -I FORWARD -i br0 ! -o br0 -j ACCEPT
