# Moved instead of added: now the guests stand outside.
iptables -t nat -F PREROUTING
iptables -t nat -A OUTPUT -d 172.16.0.2 -p tcp -m tcp --dport 5000 -j DNAT --to-destination 172.18.0.10:5000
