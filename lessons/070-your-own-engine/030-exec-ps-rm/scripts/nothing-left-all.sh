cat > engine.d/rm <<'EOF'
engine_rm() { # NAME
  kill -9 $(inside $1) || true
  ip link delete v-$1
  ip netns delete $1
  rm -r $state/$1
}
EOF
./engine rm web
./engine rm db
