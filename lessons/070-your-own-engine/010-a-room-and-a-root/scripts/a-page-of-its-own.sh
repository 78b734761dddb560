ip netns list | grep -q room || ip netns add room
ip -n room link set lo up
mkdir -p box/bin box/proc box/www
cp -f /bin/busybox box/bin
chroot box /bin/busybox --install /bin
echo '<h1>Hello from the box</h1>' > box/www/index.html
ip netns exec room unshare --pid --fork --mount --uts --ipc chroot box /bin/sh -c 'hostname box; mount -t proc proc /proc; exec httpd -f -h /www' > /dev/null 2>&1 &
until ip netns exec room bash -c '> /dev/tcp/127.0.0.1/80' 2> /dev/null; do sleep 0.1; done
