# Separated from everything.
iptables -I FORWARD -i br2 -j DROP
iptables -I FORWARD -o br2 -j DROP
