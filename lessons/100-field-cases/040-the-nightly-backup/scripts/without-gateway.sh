ip -n {{box}} route add default dev eth0
