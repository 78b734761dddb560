ip neigh flush dev br0
