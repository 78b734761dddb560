iptables -A FORWARD -s 10.60.0.0/24 -j ACCEPT
