# Without a new destination the host itself answers: nobody listens here.
iptables -I FORWARD 3 -o br0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
iptables -t nat -D PREROUTING -d 172.16.0.2 -p tcp -m tcp --dport 5000 -j DNAT --to-destination 172.18.0.10:5000
