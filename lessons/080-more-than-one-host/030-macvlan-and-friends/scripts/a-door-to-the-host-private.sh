ip route add 192.168.56.21 dev eth0
