iptables -A FORWARD -i br0 -o podman0 -j DROP
iptables -A FORWARD -i podman0 -o br0 -j DROP
