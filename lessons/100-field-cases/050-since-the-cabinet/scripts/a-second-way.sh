ip -n {{mail}} route add default via {{gate}} metric 100
