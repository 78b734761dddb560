ip route add 172.18.0.10/32 dev veth0
ip route add 172.18.0.20/32 dev veth1
