iptables --append FORWARD --destination 8.8.8.8 --jump DROP
