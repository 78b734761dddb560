ip route replace default via 172.16.0.1 dev eth0
