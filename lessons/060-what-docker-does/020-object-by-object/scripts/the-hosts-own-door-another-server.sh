mkdir /srv/other
echo 'Hello from the host' > /srv/other/index.html
busybox httpd -p 127.0.0.1:5000 -h /srv/other
