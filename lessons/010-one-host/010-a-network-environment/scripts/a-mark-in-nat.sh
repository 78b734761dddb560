iptables -t nat --new-chain MY_CUSTOM_CHAIN
