ip route add {{till_at}} dev port2
