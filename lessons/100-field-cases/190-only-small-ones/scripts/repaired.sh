ip -n {{web}} link set eth0 mtu 1500
