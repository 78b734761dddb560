ip route add 10.0.0.0/24 via 192.168.56.11
iptables -t nat -F POSTROUTING
iptables -t nat -A POSTROUTING -s 10.0.1.0/24 ! -d 10.0.0.0/16 -j MASQUERADE
