python3 -m http.server > /dev/null 2>&1 &
wget --quiet --output-document=/dev/null --tries=9 --retry-connrefused 127.0.0.1:8000
