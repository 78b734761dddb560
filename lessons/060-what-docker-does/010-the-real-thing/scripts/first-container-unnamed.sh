docker run -d web
