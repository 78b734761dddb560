iptables -A FORWARD -s {{web_at}} -j ACCEPT
