ip route replace default via 172.16.0.1
sysctl -w net.ipv4.ip_forward=1
