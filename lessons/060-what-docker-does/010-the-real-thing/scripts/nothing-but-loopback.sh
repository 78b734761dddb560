docker run -d --name lonely --network none busybox sleep 1000
