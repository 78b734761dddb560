# The chain of that name is made in the other table.
iptables -t nat -N DOCKER
