ip -n {{mail}} route replace default via {{gate}}
