docker run -d --name shop -p 8080:80 web
