# Then nothing gets out.
iptables -D FORWARD -i br0 ! -o br0 -j ACCEPT
