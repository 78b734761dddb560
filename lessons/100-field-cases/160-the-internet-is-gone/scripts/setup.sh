echo 'nameserver 172.16.0.53' >/etc/resolv.conf
