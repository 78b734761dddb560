# There the packets have no other name to borrow.
nsenter --net=/run/netns/netns0 iptables -t nat -A POSTROUTING -s 172.18.0.0/16 -j MASQUERADE
