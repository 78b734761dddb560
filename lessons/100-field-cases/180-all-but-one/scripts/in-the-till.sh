ip -n till route add 93.184.215.14 via 10.90.0.1
