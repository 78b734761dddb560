ip -n {{web}} neigh flush dev eth0
ip -n {{till}} neigh flush dev eth0
