# It works, and so does what should not.
iptables -P FORWARD ACCEPT
