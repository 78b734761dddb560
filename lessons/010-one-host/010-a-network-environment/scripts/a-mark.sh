iptables --new-chain MY_CUSTOM_CHAIN
