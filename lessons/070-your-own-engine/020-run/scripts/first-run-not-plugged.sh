cat > engine <<'EOF'
#!/bin/bash
set -e
state=/run/engine
mkdir -p $state
for part in /root/engine.d/*; do . $part; done
"engine_$@"
EOF
chmod +x engine
cat > engine.d/network <<'EOF'
network() {
  ip link show engine0 > /dev/null 2>&1 && return
  ip link add engine0 type bridge
  ip addr add 10.77.0.1/24 dev engine0
  ip link set engine0 up
  sysctl -q -w net.ipv4.ip_forward=1
  iptables -t nat -A POSTROUTING -s 10.77.0.0/24 ! -o engine0 -j MASQUERADE
}
plug() { # NAME ADDRESS
  ip netns add $1
  ip link add v-$1 type veth peer name eth0 netns $1
  ip link set v-$1 up
  ip -n $1 link set lo up
  ip -n $1 addr add $2/24 dev eth0
  ip -n $1 link set eth0 up
  ip -n $1 route add default via 10.77.0.1
}
EOF
cat > engine.d/run <<'EOF'
address() { # NAME: the next one that is free
  local last=$(cat $state/.last 2> /dev/null || echo 1)
  echo $((last + 1)) > $state/.last
  echo 10.77.0.$((last + 1)) > $state/$1/address
}
start() { # NAME COMMAND...
  local name=$1; shift
  exec ip netns exec $name unshare --pid --fork --mount --uts --ipc \
    chroot $state/$name/root /bin/sh -c 'hostname $0; mount -t proc proc /proc; exec "$@"' $name "$@"
}
engine_run() { # NAME COMMAND...
  mkdir $state/$1
  address $1
  network
  plug $1 $(cat $state/$1/address)
  cp -a /root/box $state/$1/root
  start "$@" > $state/$1/log 2>&1 < /dev/null &
  echo $! > $state/$1/pid
  until pgrep -P $! > /dev/null || ! kill -0 $!; do sleep 0.05; done
}
EOF
./engine run web httpd -f -h /www
