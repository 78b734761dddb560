ip route add 10.80.0.20/32 dev cable2
