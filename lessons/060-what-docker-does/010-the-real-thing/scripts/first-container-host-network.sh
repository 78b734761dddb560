docker run -d --name web --network host web
