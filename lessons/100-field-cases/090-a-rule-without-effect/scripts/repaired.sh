iptables -I FORWARD -s {{web_at}} -j ACCEPT
