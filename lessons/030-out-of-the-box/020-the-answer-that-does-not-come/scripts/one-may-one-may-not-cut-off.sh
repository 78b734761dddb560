# Too much: it does not reach the host any more, either.
ip -n netns1 route delete default
