/** What stands in the /etc of every machine before its world adds hosts and resolv.conf. */

export const generatedEtc: Readonly<Record<string, string>> = {
  // tcpdump drops its privileges to a user of its own name, dnsmasq to `nobody`.
  passwd: lines(
    'root:x:0:0:root:/root:/bin/bash',
    'daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin',
    'tcpdump:x:104:110::/nonexistent:/usr/sbin/nologin',
    'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
  ),
  group: lines('root:x:0:', 'daemon:x:1:', 'tty:x:5:', 'tcpdump:x:110:', 'nogroup:x:65534:'),
  'nsswitch.conf': lines(
    'passwd: files',
    'group: files',
    'hosts: files dns',
    'networks: files',
    'protocols: files',
    'services: files',
  ),
  hosts: lines('127.0.0.1 localhost', '::1 localhost ip6-localhost ip6-loopback'),
  'resolv.conf': '',
  'bash.bashrc': lines("PS1='\\u@\\h:\\w\\$ '"),
};

export const iptablesAlternatives: Readonly<Record<string, string>> = Object.fromEntries(
  ['iptables', 'ip6tables'].flatMap((name) =>
    ['', '-save', '-restore'].map((suffix) => [
      `${name}${suffix}`,
      `/usr/sbin/${name}-nft${suffix}`,
    ]),
  ),
);

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
