ip -n {{box}} route add default via {{gate}}
