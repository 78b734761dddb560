# A namespace without a name: it is there, but nobody can find it again.
unshare --net bash
