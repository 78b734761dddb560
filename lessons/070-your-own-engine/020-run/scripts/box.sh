cd /root
mkdir -p box/bin box/proc box/www engine.d
cp /bin/busybox box/bin
chroot box /bin/busybox --install /bin
echo '<h1>Hello from the box</h1>' > box/www/index.html
