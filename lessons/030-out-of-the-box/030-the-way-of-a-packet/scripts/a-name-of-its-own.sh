ip addr add 172.16.0.3/16 dev eth0
iptables -t nat -I POSTROUTING -s 172.18.0.20 -o eth0 -j SNAT --to-source 172.16.0.3
