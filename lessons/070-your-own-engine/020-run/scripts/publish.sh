cat > engine.d/publish <<'EOF'
engine_publish() { # NAME PORT:PORT
  local to=$(cat $state/$1/address):${2#*:} rule
  rule="-p tcp --dport ${2%:*} -m addrtype --dst-type LOCAL -j DNAT --to-destination $to"
  iptables -t nat -A PREROUTING $rule
  iptables -t nat -A OUTPUT $rule
}
EOF
./engine publish web 8080:80
