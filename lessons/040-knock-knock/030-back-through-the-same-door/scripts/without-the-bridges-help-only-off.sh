sysctl -w net.bridge.bridge-nf-call-iptables=0
