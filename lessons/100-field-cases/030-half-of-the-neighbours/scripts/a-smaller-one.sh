ip -n till address add 10.40.0.71/27 dev eth0
