ip route add 10.0.1.3 via 192.168.56.12
