docker run -d --name web web
