box/bin/httpd -p 81 -h box/www
