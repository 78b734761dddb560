iptables -I INPUT -p tcp --dport {{door}} -j ACCEPT
