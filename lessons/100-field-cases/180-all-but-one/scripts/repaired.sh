ip route delete blackhole 93.184.215.0/24
