docker run -d --name guest --network shop web
