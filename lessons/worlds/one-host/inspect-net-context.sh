#!/usr/bin/env bash
# Shows what makes up the network environment of the process that runs it.

echo "# Network devices"
ip link list

echo -e "\n# Route table"
ip route list

echo -e "\n# iptables rules"
iptables --list-rules
