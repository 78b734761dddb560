unshare --net true
