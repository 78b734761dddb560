# Pair by pair, and one pair is forgotten.
iptables -I FORWARD -i br2 -o br0 -j DROP
iptables -I FORWARD -i br0 -o br2 -j DROP
