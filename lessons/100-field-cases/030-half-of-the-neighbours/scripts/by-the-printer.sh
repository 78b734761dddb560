ip -n till route add default via 10.40.0.75
