# What is passed on never comes to INPUT.
iptables -I INPUT -p tcp --dport 8081 -j ACCEPT
