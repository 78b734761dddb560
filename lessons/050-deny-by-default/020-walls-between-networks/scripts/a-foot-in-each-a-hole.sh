# A hole in the wall, for everybody.
iptables -I FORWARD -i br0 -o br1 -j ACCEPT
