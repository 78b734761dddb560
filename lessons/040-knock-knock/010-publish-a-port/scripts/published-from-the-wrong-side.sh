# Guests come in by eth0, not by the bridge.
iptables -t nat -A PREROUTING -i br0 -p tcp -m tcp --dport 5000 -j DNAT --to-destination 172.18.0.10:5000
