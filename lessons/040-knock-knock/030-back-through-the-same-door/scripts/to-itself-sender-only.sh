# A good name, but the port does not let it turn round.
iptables -t nat -A POSTROUTING -s 172.18.0.10 -d 172.18.0.10 -p tcp -m tcp --dport 5000 -j MASQUERADE
