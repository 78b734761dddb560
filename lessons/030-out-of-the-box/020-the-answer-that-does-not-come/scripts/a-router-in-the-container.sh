# The container becomes a router, and the host stays none.
nsenter --net=/run/netns/netns0 bash
echo 1 > /proc/sys/net/ipv4/ip_forward
exit
