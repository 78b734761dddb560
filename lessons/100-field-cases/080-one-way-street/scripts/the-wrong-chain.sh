iptables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
