# This is asked of the interface by which a packet comes in, and that is br0.
sysctl -w net.ipv4.conf.eth0.forwarding=1
