docker network create --subnet 10.90.1.0/24 --opt isolate=true red
docker network create --subnet 10.90.2.0/24 blue
docker run -d --name fox --network red web
docker run -d --name whale --network blue web
