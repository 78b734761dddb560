ip -n {{till}} link set eth0 mtu 9000
