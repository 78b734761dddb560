/** Small marks on a namespace: forwarding, translation, other rules, listening sockets. */
import type { Chain, Listener } from '../../../server/protocol/topology.ts';
import type { Contents } from '../survey.ts';

export type SceneTag = {
  readonly key: string; // of the object that a click selects
  readonly kind: 'loopback' | 'forwarding' | 'nat' | 'rules' | 'listener';
  readonly isOn: boolean;
  readonly text: string;
};

/** Not as part of a chain's name: `-j NETAVARK-HOSTPORT-DNAT` only leads there. */
const translations = /(?<![\w-])(masquerade|snat|dnat|redirect)(?![\w-])/gi;
const comments = /\bcomment ("(?:[^"\\]|\\.)*"|(?!-)\S+)/g;
/** More of them, as an engine makes, are told by their number: there is room for one line. */
const translationsMax = 3;

export function tagsOf(contents: Contents, isRoot: boolean): SceneTag[] {
  return [
    ...contents.sysctls
      .filter(({ name, value }) => name === 'net.ipv4.ip_forward' && (isRoot || value !== '0'))
      .map(({ key, value }) => {
        const isOn = value !== '0';
        return { key, kind: 'forwarding' as const, isOn, text: 'ip_forward' };
      }),
    // The last ones go where there is little room: an engine has many chains, and a new port is news.
    ...listenerTags(contents.listeners),
    ...withFewTranslations(contents.chains.map(chainTag).filter((tag) => tag !== null)),
  ];
}

function withFewTranslations(tags: readonly SceneTag[]): readonly SceneTag[] {
  const ofNat = tags.filter(({ kind }) => kind === 'nat');
  if (ofNat.length <= translationsMax) return tags;
  return [...tags.filter(({ kind }) => kind !== 'nat'), ...mergedByText(ofNat)];
}

/** Of those that say the same the first one stands for all. */
export function mergedByText(tags: readonly SceneTag[]): SceneTag[] {
  return [...Map.groupBy(tags, ({ text }) => text)].flatMap(([text, [first, ...others]]) =>
    first === undefined
      ? []
      : [{ ...first, text: others.length === 0 ? text : `${text} ×${others.length + 1}` }],
  );
}

function chainTag(chain: Chain): SceneTag | null {
  const words = new Set(
    chain.rules
      .flatMap((rule) => rule.replaceAll(comments, '').match(translations) ?? [])
      .map((word) => word.toUpperCase()),
  );
  if (words.size > 0) {
    return { key: chain.key, kind: 'nat', isOn: true, text: [...words].join(' ') };
  }
  const isDropping = chain.policy?.toUpperCase() === 'DROP';
  if (chain.rules.length === 0 && !isDropping && chain.hook !== null) return null;
  const text = isDropping ? `${chain.name} drop` : chain.name;
  return { key: chain.key, kind: 'rules', isOn: chain.rules.length > 0 || isDropping, text };
}

/** One tag per port, though it listens on several addresses or families. */
function listenerTags(listeners: readonly Listener[]): SceneTag[] {
  const texts = new Map<string, Listener>();
  for (const listener of listeners) {
    const text = listener.protocol === 'udp' ? `:${listener.port}/udp` : `:${listener.port}`;
    if (!texts.has(text)) texts.set(text, listener);
  }
  return [...texts].map(([text, { key }]) => ({ key, kind: 'listener', isOn: true, text }));
}
