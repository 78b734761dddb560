docker run -d --name guest web
docker network connect podman db
