ip route delete 172.18.0.0/16 dev veth1
