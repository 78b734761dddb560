# Not even for lo: local packets are not asked there.
iptables -t nat -A PREROUTING -i lo -d 172.16.0.2 -p tcp -m tcp --dport 5000 -j DNAT --to-destination 172.18.0.10:5000
