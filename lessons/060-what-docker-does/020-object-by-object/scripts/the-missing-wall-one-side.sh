iptables -I FORWARD -i br0 -o podman0 -m conntrack --ctstate NEW -j DROP
