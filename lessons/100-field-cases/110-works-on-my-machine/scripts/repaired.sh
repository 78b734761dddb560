nsenter --net=/run/netns/{{web}} busybox httpd -p {{web_at}}:8080 -h /srv/shop
