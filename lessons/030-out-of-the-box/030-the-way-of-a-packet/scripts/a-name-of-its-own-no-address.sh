# A name that is nobody's: the router asks for it, and no one answers.
iptables -t nat -I POSTROUTING -s 172.18.0.20 -o eth0 -j SNAT --to-source 172.16.0.3
