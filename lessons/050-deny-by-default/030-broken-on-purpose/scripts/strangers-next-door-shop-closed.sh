# Separated, but the shop is still closed.
iptables -D FORWARD -i br0 -o br0 -j ACCEPT
