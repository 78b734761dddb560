ip neigh delete {{web_at}} dev br0
