docker run -d --name lonely busybox sleep 1000
