# The host's own table: the containers learn nothing from it.
ip route replace default via 172.18.0.1
