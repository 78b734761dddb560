docker run -d --name web busybox
