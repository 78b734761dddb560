iptables -t nat -R POSTROUTING 1 -s 172.18.0.10 ! -o br0 -j MASQUERADE
