ip -n {{room}} link set inner up
