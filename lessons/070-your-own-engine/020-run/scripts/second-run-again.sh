./engine run web2 httpd -f -h /www
