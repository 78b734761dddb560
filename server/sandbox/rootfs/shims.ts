/** Commands of /usr/local/sbin that stand in for ones that cannot work in a sandbox. */
export const shims: Readonly<Record<string, string>> = {
  // Modules may not be loaded: succeeds where the kernel already has the feature, and otherwise
  // fails in the words of kmod.
  modprobe: `#!/bin/sh
status=0
for module in "$@"; do
  case $module in -*) continue ;; esac
  name=$(printf %s "$module" | tr - _)
  if [ "$name" = br_netfilter ] && [ -e /proc/sys/net/bridge ]; then continue; fi
  if [ -e "/sys/module/$name" ]; then continue; fi
  release=$(uname -r)
  if grep -qsE "/($module|$name)\\\\.ko" "/lib/modules/$release/modules.builtin"; then continue; fi
  echo "modprobe: FATAL: Module $module not found in directory /lib/modules/$release" >&2
  status=1
done
exit $status
`,

  // Everybody is root; a command copied from elsewhere should work nevertheless.
  sudo: `#!/bin/sh
while [ "\${1#-}" != "$1" ]; do shift; done
exec "$@"
`,
};
