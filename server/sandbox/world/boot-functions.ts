/**
 * The part of the boot script that is the same for every world. It runs as PID 1 of the sandbox, as
 * root of its user namespace. File descriptor 3 is the report; it stays open in PID 1 for life, so
 * that its end tells the server that the sandbox is gone.
 *
 * The shell is busybox's, which runs its own mount, mkdir, … without starting a program each: a
 * world is there in half the time. What it would replace by a lesser one is called by its full path.
 */
import { quote } from './shell-words.ts';

const machineFunctions = `
set -eu
umask 022
# A kernel without IPv6 has no settings for it.
sysctl_set() { case $1 in */ipv6/*) [ -e "$1" ] || return 0 ;; esac; echo "$2" > "$1"; }
write_file() { [ -d "\${1%/*}" ] || mkdir -p "\${1%/*}"; printf %s "$2" > "$1"; }
append_file() { printf %s "$2" >> "$1"; }
`;

/** Runs in a machine's fresh namespaces. $0 name, $1 disk size in bytes, $2 what to do at the end. */
const makeMachine = `${machineFunctions}
# The first child becomes the machine's PID 1. It reaps, and nothing on the machine can kill it.
catatonit -P </dev/null >/dev/null 2>&1 &
echo $! > "/run/machines/$0"
hostname "$0"
root=/run/roots/$0
mkdir "$root"
mount -t tmpfs -o "nosuid,nodev,mode=755,size=$1" tmpfs "$root"
cd "$root"
mkdir -p usr proc sys dev etc run/.sysfs run/netns run/lock var/log home mnt opt srv
mkdir -m 1777 tmp var/tmp
mkdir -m 700 root
ln -s /run var/run
for folder in bin sbin lib lib64; do [ ! -e "/$folder" ] || ln -s "usr/$folder" "$folder"; done
cp -r /etc/. etc/
mount -o rbind /usr usr
mount -o rbind /dev dev
# The real machine has about 3,000 for all sandboxes.
mount -t devpts -o newinstance,nosuid,noexec,ptmxmode=0666,mode=0620,gid=5,max=128 devpts dev/pts
# All machines share what is in /dev: none may spoil it by accident.
mount -o remount,bind,ro dev
mount -t proc proc proc
mount -t sysfs sysfs sys
# "ip netns exec" unmounts /sys and mounts another, which the kernel allows in a user namespace only
# while a second, unrestricted sysfs is in sight.
mount -t sysfs sysfs run/.sysfs
pivot_root . mnt
cd /
umount -l mnt
eval "$2"
`;

export const bootFunctions = `set -eu
umask 022
machine_functions=${quote(machineFunctions)}
make_machine=${quote(makeMachine)}
mkdir /run/machines /run/roots
jobs=
await_jobs() {
  for job in $jobs; do wait "$job"; done
  jobs=
}
make_machine() {
  /usr/bin/unshare --mount --propagation private --net --uts --pid busybox sh -c "$make_machine" "$1" "$2" "$3" 3>&-
}
# $1 process id of the machine's init, $2 what to do there.
enter_machine() {
  /usr/bin/nsenter --target "$1" --mount --net --uts --pid busybox sh -c "$machine_functions$2" </dev/null 3>&-
}
finish() {
  echo ready >&3
  # It closes 3 and what is above, so the report lives on as its standard output.
  exec catatonit -P </dev/null >&3 2>/dev/null
}
`;
