busybox httpd -p 8080 -h /srv/shop
