ip route add 8.8.8.8 via 172.16.0.1
