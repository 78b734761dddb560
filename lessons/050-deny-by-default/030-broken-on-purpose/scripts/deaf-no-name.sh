# It gets no answer, as its name on the packet is its own.
iptables -t nat -D POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE
