# The route goes, but so does the cable.
ip link set veth0 down
