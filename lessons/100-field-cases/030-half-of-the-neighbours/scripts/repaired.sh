ip -n till address delete 10.40.0.70/26 dev eth0
ip -n till address add 10.40.0.70/24 dev eth0
