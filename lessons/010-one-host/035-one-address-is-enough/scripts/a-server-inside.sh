ip netns exec containerns python3 -m http.server > /dev/null 2>&1 &
wget --quiet --output-document=/dev/null --tries=9 --retry-connrefused 10.0.0.2:8000
