/** Where a rule of destination NAT sends packets, as its own words say. */
import { isIPv4 } from 'node:net';

export type RedirectTarget = { readonly address: string; readonly port: number | null };

/** As iptables and nft list it; null for other rules, and of a range only the kernel knows which one it takes. */
export function redirectTarget(words: string): RedirectTarget | null {
  const found =
    / --to-destination ([\d.]+)(?::(\d+))?(?= |$)/.exec(words) ??
    /\bdnat (?:ip )?to ([\d.]+)(?::(\d+))?(?= |$)/.exec(words);
  const address = found?.[1] ?? '';
  if (!isIPv4(address)) return null;
  return { address, port: found?.[2] === undefined ? null : Number(found[2]) };
}
