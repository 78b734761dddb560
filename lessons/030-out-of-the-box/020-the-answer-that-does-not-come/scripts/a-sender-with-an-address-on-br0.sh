# The exclamation mark is forgotten: only neighbours' packets are translated.
iptables -t nat -A POSTROUTING -s 172.18.0.0/16 -o br0 -j MASQUERADE
