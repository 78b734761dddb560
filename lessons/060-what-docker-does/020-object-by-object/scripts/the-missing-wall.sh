iptables -I FORWARD -i br0 -o podman0 -j DROP
iptables -I FORWARD -i podman0 -o br0 -j DROP
