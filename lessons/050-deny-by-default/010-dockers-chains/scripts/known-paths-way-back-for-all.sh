# The way in is open to answers and to knocks alike.
iptables -P FORWARD DROP
iptables -A FORWARD -o br0 -j ACCEPT
iptables -A FORWARD -i br0 ! -o br0 -j ACCEPT
iptables -A FORWARD -i br0 -o br0 -j ACCEPT
