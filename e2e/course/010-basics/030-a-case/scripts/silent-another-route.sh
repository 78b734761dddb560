ip route add {{guest}} dev outer
