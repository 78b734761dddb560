# A policy holds for all.
iptables --policy OUTPUT DROP
