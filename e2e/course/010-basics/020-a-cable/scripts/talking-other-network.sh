ip address add 10.7.0.1/24 dev outer
ip link set outer up
nsenter --net=/run/netns/blue ip address add 10.8.0.2/24 dev inner
nsenter --net=/run/netns/blue ip link set inner up
