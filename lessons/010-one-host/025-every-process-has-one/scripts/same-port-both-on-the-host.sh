# There is a namespace, but the second server was not started in it.
ip netns add netns0
python3 -m http.server 8000 > /dev/null 2>&1 &
python3 -m http.server 8001 > /dev/null 2>&1 &
curl --retry 9 --retry-connrefused --retry-delay 1 --silent --output /dev/null 127.0.0.1:8000
