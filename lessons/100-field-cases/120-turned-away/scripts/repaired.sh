iptables -t nat -I PREROUTING -p tcp -d 172.16.0.2 --dport {{door}} -j DNAT --to-destination {{web_at}}:{{served}}
