ip -n {{till}} link set eth0 up
