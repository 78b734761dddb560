ip route add 10.0.0.0/24 via 192.168.56.11
iptables -t nat -F POSTROUTING
