#!/bin/sh
# Records the packets beside this script anew: real traffic of throw-away namespaces, as tcpdump sees it.
# Needs root, tcpdump, dnsmasq, busybox, curl, traceroute and python3. Everything dies with the script.
set -eu
if [ "${1-}" != inside ]; then
  exec unshare --net --mount --uts --pid --fork --kill-child --mount-proc sh "$0" inside
fi
cd "$(dirname "$0")"
out=$PWD
mount -t tmpfs tmpfs /run
mkdir -p /run/netns /run/work
cd /run/work
hostname recorder

inside() { space=$1; shift; ip netns exec "$space" "$@"; }

# left -- router -- right, IPv4 and IPv6; the second link has a small MTU.
for space in left router right; do
  ip netns add $space
  inside $space ip link set lo up
done
ip link add left0 netns left address 02:00:00:00:00:01 type veth peer name rl netns router address 02:00:00:00:00:02
ip link add right0 netns right address 02:00:00:00:00:04 type veth peer name rr netns router address 02:00:00:00:00:03
inside router sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
inside left ip addr add 172.18.0.10/16 dev left0
inside left ip addr add fd00:18::10/64 dev left0 nodad
inside router ip addr add 172.18.0.1/16 dev rl
inside router ip addr add fd00:18::1/64 dev rl nodad
inside router ip addr add 172.19.0.1/16 dev rr
inside router ip addr add fd00:19::1/64 dev rr nodad
inside right ip addr add 172.19.0.10/16 dev right0
inside right ip addr add fd00:19::10/64 dev right0 nodad
for pair in left:left0 router:rl router:rr right:right0; do inside ${pair%:*} ip link set ${pair#*:} up; done
inside router ip link set rr mtu 1280
inside left ip route add default via 172.18.0.1
inside left ip route add default via fd00:18::1
inside right ip route add default via 172.19.0.1
inside right ip route add default via fd00:19::1

# record NAME SPACE INTERFACE COMMAND…: the packets while the command runs, in NAME.pcap.
record() {
  name=$1 space=$2 interface=$3; shift 3
  : >log
  ip netns exec $space tcpdump -q -n -U -Z root --immediate-mode -i $interface -w "$out/$name.pcap" ${FILTER-} >/dev/null 2>log &
  dump=$!
  until grep -q 'listening on' log; do sleep 0.05; done
  "$@" >/dev/null 2>&1 || true
  sleep 1
  kill $dump
  wait $dump || true
}

flush() { inside left ip neigh flush all; inside router ip neigh flush all; }

ping4() { flush; inside left ping -c 1 172.18.0.1; inside left ping -c 1 -R 172.19.0.10; inside left arping -c 1 -D -I left0 172.18.0.99; inside left arping -c 1 -A -I left0 172.18.0.10; }
record ping-v4 left left0 ping4
ping6() { flush; inside left ping -c 1 fd00:18::1; inside left ping -c 1 fd00:19::10; }
record ping-v6 left left0 ping6
fragments() { inside left ping -c 1 -s 3000 172.18.0.1; inside left ping -c 1 -s 3000 fd00:18::1; }
record fragments left left0 fragments

errors() {
  inside left traceroute -n -q 1 -m 2 172.19.0.10
  inside left traceroute -n -q 1 -m 2 fd00:19::10
  inside left ping -c 1 -M do -s 1400 172.19.0.10
  inside left ping -c 1 -M do -s 1400 fd00:19::10
  inside left ping -c 1 -W 1 172.30.0.1
  inside left ping -c 1 -W 1 fd00:30::1
  inside left curl -s http://172.19.0.10:81
  inside left curl -s "http://[fd00:19::10]:81"
}
record errors left left0 errors

mkdir www; echo 'It works.' >www/index.html
inside right busybox httpd -p 80 -h www
http() { inside left curl -s http://172.19.0.10/; inside left curl -s "http://[fd00:19::10]/"; }
record http left left0 http

cat >dnsmasq.conf <<EOF
no-resolv
no-hosts
log-facility=/dev/null
pid-file=
host-record=example.com,93.184.216.34,2606:2800:220:1::1946
cname=www.example.com,example.com
mx-host=example.com,mail.example.com,10
txt-record=example.com,v=spf1 -all,"two words"
srv-host=_http._tcp.example.com,example.com,80,5,7
local=/example.com/
interface=rl
bind-interfaces
dhcp-range=172.18.0.50,172.18.0.60,1h
dhcp-range=::50,::60,constructor:rl,64,1h
enable-ra
no-ping
dhcp-leasefile=/run/work/leases
user=root
EOF
inside router dnsmasq -C dnsmasq.conf
cat >ask.py <<'EOF'
import socket, struct
def ask(name, kind, extra=b'', identifier=0x1234):
    labels = b''.join(bytes([len(l)]) + l.encode() for l in name.split('.')) + b'\0'
    head = struct.pack('>6H', identifier, 0x0100, 1, 0, 0, 1 if extra else 0)
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(2)
    s.sendto(head + labels + struct.pack('>2H', kind, 1) + extra, ('172.18.0.1', 53))
    try: s.recv(4096)
    except TimeoutError: pass
for kind in (1, 28, 15, 16, 255): ask('example.com', kind)
ask('www.example.com', 1, b'\0' + struct.pack('>HHIH', 41, 1232, 0, 0))
ask('_http._tcp.example.com', 33)
ask('34.216.184.93.in-addr.arpa', 12)
ask('nowhere.example.com', 1)
EOF
dns() { inside left python3 ask.py; }
record dns left left0 dns

# udhcpc wants whole checksums, and a veth pair leaves them to hardware: off with that (0x17, ETHTOOL_STXCSUM).
cat >whole-checksums.py <<'EOF'
import ctypes, fcntl, socket, struct
value = ctypes.create_string_buffer(struct.pack('II', 0x17, 0))
request = struct.pack('16sP16x', b'rl', ctypes.addressof(value))
fcntl.ioctl(socket.socket(socket.AF_INET, socket.SOCK_DGRAM), 0x8946, request)
EOF
inside router python3 whole-checksums.py
printf '#!/bin/sh\n' >nothing.sh; chmod +x nothing.sh
dhcp() { inside left busybox udhcpc -i left0 -n -q -f -t 5 -T 1 -R -s ./nothing.sh; }
FILTER='udp port 67 or udp port 68' record dhcp left left0 dhcp
FILTER=
announce() { inside left sysctl -qw net.ipv6.conf.left0.accept_ra=2; inside left ip link set left0 down; inside left ip link set left0 up; sleep 5; }
FILTER='icmp6' record neighbours-v6 left left0 announce
FILTER=
inside left ip addr replace fd00:18::10/64 dev left0 nodad
inside left ip route replace default via 172.18.0.1

tunnel() { # NAME, options of the left end, of the right end
  inside left ip link add tunnel0 address 02:00:00:00:01:01 $2
  inside router ip link add tunnel0 address 02:00:00:00:01:02 $3
  inside left ip addr add 10.9.0.1/24 dev tunnel0; inside router ip addr add 10.9.0.2/24 dev tunnel0
  inside left ip link set tunnel0 up; inside router ip link set tunnel0 up
  talk() { inside left ping -c 1 10.9.0.2; inside left curl -s -m 2 http://10.9.0.2:81; inside left ping -c 1 -s 2000 10.9.0.2; }
  record $1 left left0 talk
  inside left ip link del tunnel0; inside router ip link del tunnel0
}
tunnel vxlan 'type vxlan id 42 local 172.18.0.10 remote 172.18.0.1 dstport 4789' 'type vxlan id 42 local 172.18.0.1 remote 172.18.0.10 dstport 4789'
tunnel vxlan-port-8472 'type vxlan id 7 local 172.18.0.10 remote 172.18.0.1 dstport 8472' 'type vxlan id 7 local 172.18.0.1 remote 172.18.0.10 dstport 8472'

# Frames that not every kernel can make of itself: VLAN tags, IP in IP, IPv6 extension headers.
cat >send.py <<'EOF'
import socket, struct
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW); s.bind(('left0', 0))
macs = bytes.fromhex('020000000002020000000001')
a4, b4 = socket.inet_aton('172.18.0.10'), socket.inet_aton('172.18.0.1')
a6, b6 = socket.inet_pton(socket.AF_INET6, 'fd00:18::10'), socket.inet_pton(socket.AF_INET6, 'fd00:18::1')
def ip4(protocol, data): return struct.pack('>BBHHHBBH', 0x45, 0, 20 + len(data), 7, 0, 64, protocol, 0) + a4 + b4 + data
def ip6(following, data): return struct.pack('>IHBB', 0x60000000, len(data), following, 64) + a6 + b6 + data
udp = struct.pack('>HHHH', 4000, 9, 12, 0) + b'abcd'
s.send(macs + bytes.fromhex('8100000a0800') + ip4(17, udp))
s.send(macs + bytes.fromhex('88a800058100000a0800') + ip4(17, udp))
s.send(macs + bytes.fromhex('0800') + ip4(4, ip4(17, udp)))
s.send(macs + bytes.fromhex('0800') + ip4(41, ip6(17, udp)))
s.send(macs + bytes.fromhex('0800') + ip4(47, bytes(8)))
padding = bytes([1, 4, 0, 0, 0, 0])
s.send(macs + bytes.fromhex('86dd') + ip6(0, b'\x2b\0' + padding + b'\x3c\0' + bytes([0, 0, 0, 0, 0, 0]) + b'\x11\0' + padding + udp))
s.send(macs + bytes.fromhex('86dd') + ip6(59, b''))
EOF
others() {
  inside left python3 send.py
  inside left ip addr add 224.5.6.7/32 dev left0 autojoin
  inside router ip link add br0 type bridge stp_state 1 forward_delay 200
  inside router ip link set br0 up
  inside router ip link set rl master br0
  sleep 3
}
record others left left0 others
ls -l "$out"
