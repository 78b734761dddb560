iptables -t nat -F POSTROUTING
