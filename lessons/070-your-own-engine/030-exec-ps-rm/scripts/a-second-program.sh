cat > engine.d/exec <<'EOF'
inside() { pgrep -P $(cat $state/$1/pid); } # the number that the host has for its process 1
engine_exec() { # NAME COMMAND...
  local pid=$(inside $1); shift
  nsenter --target $pid --net --pid --mount --uts --ipc --root --wd=/ "$@"
}
EOF
./engine exec web httpd -p 81 -h /www
