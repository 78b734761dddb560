ip route delete 172.18.0.0/16 dev veth0 proto kernel scope link src 172.18.0.11
