docker network create --subnet 10.90.0.0/24 shop
docker run -d --name db --network shop web
docker run -d --name app --network shop web
