docker run -d --name guest web
