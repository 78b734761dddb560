docker run -d --name shop --expose 8080 web
