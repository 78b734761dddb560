iptables --append OUTPUT --destination 8.8.8.8 --jump DROP
