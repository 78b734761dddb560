# The wide rule still stands, and comes first.
iptables -t nat -A POSTROUTING -s 172.18.0.10 ! -o br0 -j MASQUERADE
