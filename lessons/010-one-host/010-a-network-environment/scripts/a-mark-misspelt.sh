iptables --new-chain MY_COSTUM_CHAIN
