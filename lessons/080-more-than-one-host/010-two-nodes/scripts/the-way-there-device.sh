ip route add 10.0.1.0/24 dev eth0
