# It listens, but to nobody outside of its own namespace.
ip netns exec containerns python3 -m http.server --bind 127.0.0.1 > /dev/null 2>&1 &
ip netns exec containerns wget --quiet --output-document=/dev/null --tries=9 --retry-connrefused 127.0.0.1:8000
