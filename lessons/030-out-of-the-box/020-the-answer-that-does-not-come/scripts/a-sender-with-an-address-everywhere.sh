# Without "! -o br0" neighbours see each other under the bridge's name.
iptables -t nat -A POSTROUTING -s 172.18.0.0/16 -j MASQUERADE
