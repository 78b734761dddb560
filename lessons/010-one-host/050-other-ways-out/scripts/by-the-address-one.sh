ip route add 172.18.0.10/32 dev veth0
