/** What netwatch prints: a JSON object a line, after an `end` the bytes that it announces. */
import * as z from 'zod';

const inode = z.number();

/** What of a namespace an event is about. */
export const partSchema = z.enum(['links', 'neighbours', 'fdb', 'rules', 'settings']);

const listedNamespaceSchema = z.object({
  inode,
  machine: z.number(), // index in the list of machines that it was started with
  isRoot: z.boolean(),
  path: z.string(), // as seen on the machine
  process: z.string().optional(), // lives in it, where it has no name
  container: z.string().optional(), // that an engine runs in it
});

/** An interface of a namespace, and how many packets it has received. */
const countedInterfaceSchema = z
  .tuple([inode, z.number(), z.string(), z.number(), z.number()])
  .transform(([inode, index, name, packets, master]) => ({ inode, index, name, packets, master }));

export const messageSchema = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('namespaces'),
    isLimited: z.boolean(), // there are more
    list: z.array(listedNamespaceSchema),
  }),
  z.object({ is: z.literal('event'), inode, parts: z.array(partSchema) }),
  z.object({ is: z.literal('overrun') }),
  z.object({ is: z.literal('crowded'), limit: z.number() }), // more neighbours and fdb entries than that
  z.object({ is: z.literal('machine-ended'), machine: z.number() }),
  z.object({ is: z.literal('synced'), id: z.number() }),
  z.object({
    is: z.literal('traffic'),
    id: z.number(),
    atMs: z.number(), // on a clock that only goes forwards
    interfaces: z.array(countedInterfaceSchema),
  }),
  z.object({ is: z.literal('cut'), id: z.number(), isDone: z.boolean() }),
  z.object({
    is: z.literal('end'),
    id: z.number(),
    status: z.enum(['ok', 'gone', 'refused', 'failed', 'timed-out', 'too-large']),
    bytes: z.number(),
    /** Of a read of links: which inode each number of a `link_netnsid` means. */
    peers: z.array(z.tuple([z.number(), inode])),
  }),
]);

export type Part = z.infer<typeof partSchema>;
export type ListedNamespace = z.infer<typeof listedNamespaceSchema>;
/** `master`: index of the bridge that it is a port of, in the same namespace; 0: none. */
export type CountedInterface = z.infer<typeof countedInterfaceSchema>;
export type Traffic = {
  readonly atMs: number;
  readonly interfaces: readonly CountedInterface[];
};
export type Message = z.infer<typeof messageSchema>;

/** Programs that netwatch can run in a namespace. */
export type Program = 'network' | 'neighbours' | 'fdb' | 'nft' | 'iptables' | 'live';

/** Feeds chunks of its output; calls back with each message and the bytes behind it as text. */
export function decodeMessages(onMessage: (message: Message, body: string) => void) {
  let waiting: { readonly message: Message; readonly bytes: number } | null = null;
  let chunks: Buffer[] = [];
  let length = 0;

  const take = (bytes: number): Buffer => {
    const all = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
    const rest = all.subarray(bytes);
    chunks = rest.length > 0 ? [rest] : [];
    length = rest.length;
    return all.subarray(0, bytes);
  };
  const lineLength = (): number => {
    let before = 0;
    for (const chunk of chunks) {
      const at = chunk.indexOf(0x0a);
      if (at >= 0) return before + at + 1;
      before += chunk.length;
    }
    return 0;
  };

  /** Throws when the bytes are not of netwatch's making. */
  return (chunk: Buffer): void => {
    chunks.push(chunk);
    length += chunk.length;
    for (;;) {
      if (waiting !== null) {
        if (length < waiting.bytes) return;
        const { message, bytes } = waiting;
        waiting = null;
        onMessage(message, take(bytes).toString('utf8'));
        continue;
      }
      const bytes = lineLength();
      if (bytes === 0) return;
      const message = messageSchema.parse(JSON.parse(take(bytes).toString('utf8')));
      waiting = { message, bytes: message.is === 'end' ? message.bytes : 0 };
    }
  };
}
