# Only the host's end gets the new network.
ip addr del 172.18.0.21/16 dev veth1
ip addr add 172.19.0.21/16 dev veth1
ip addr del 172.18.0.11/16 dev veth0
ip addr add 172.18.0.11/16 dev veth0
