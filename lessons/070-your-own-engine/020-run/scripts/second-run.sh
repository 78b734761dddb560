./engine run db httpd -f -h /www
