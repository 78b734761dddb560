echo nameserver 172.16.0.1 >/etc/resolv.conf
