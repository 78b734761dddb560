docker run -d --name db --network shop web
docker run -d --name app --network shop web
