# Nothing was forbidden, so allowing it changes nothing.
iptables -A INPUT -p tcp --dport 5000 -j ACCEPT
iptables -A FORWARD -p tcp --dport 5000 -j ACCEPT
