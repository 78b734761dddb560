ip route delete 10.80.0.0/24 dev cable1
