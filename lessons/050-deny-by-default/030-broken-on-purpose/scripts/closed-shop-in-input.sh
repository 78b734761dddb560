# Guests of containers do not come by INPUT.
iptables -I FORWARD 3 -o br0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
iptables -A INPUT -i eth0 -p tcp -m tcp --dport 5000 -j DROP
