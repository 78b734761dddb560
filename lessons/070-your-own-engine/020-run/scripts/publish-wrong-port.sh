for chain in PREROUTING OUTPUT; do iptables -t nat -A $chain -p tcp --dport 8080 -m addrtype --dst-type LOCAL -j DNAT --to-destination 10.77.0.2:8080; done
