# On its way out the packet's source is this host.
iptables --append OUTPUT --source 8.8.8.8 --jump DROP
