ip route add {{stock_at}} dev port2
