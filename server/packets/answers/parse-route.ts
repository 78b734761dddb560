/** One answer of `ip -j -d route get`, or the line of a table that `fibmatch` names. */
import * as z from 'zod';

const hopSchema = z.object({
  gateway: z.string().optional(),
  via: z.object({ host: z.string() }).optional(), // a gateway of the other family
  dev: z.string().optional(),
});

const entrySchema = hopSchema.extend({
  type: z.string(),
  dst: z.string(),
  table: z.string().default('main'),
  protocol: z.string().default('unspec'),
  prefsrc: z.string().optional(),
  metric: z.number().default(0),
  nexthops: z.array(hopSchema).optional(),
});

export type RouteEntry = {
  readonly type: string;
  readonly destination: string;
  readonly table: string;
  readonly protocol: string;
  readonly source: string | null;
  readonly metric: number;
  /** More than one only in a line of a table. */
  readonly hops: readonly { readonly gateway: string | null; readonly device: string | null }[];
};

/** null for what is no such thing. */
export function parseRoute(line: string): RouteEntry | null {
  const entry = z.tuple([entrySchema]).safeParse(parseJson(line)).data?.[0];
  if (entry === undefined) return null;
  const { type, dst, table, protocol, prefsrc, metric, nexthops } = entry;
  return {
    type,
    destination: dst,
    table,
    protocol,
    source: prefsrc ?? null,
    metric,
    hops: (nexthops ?? [entry]).map(({ gateway, via, dev }) => ({
      gateway: gateway ?? via?.host ?? null,
      device: dev ?? null,
    })),
  };
}

function parseJson(line: string): unknown {
  try {
    // iproute2 copies control bytes of an interface's name into its JSON, where they are not allowed.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    return JSON.parse(line.replace(/[\u0000-\u001f]/g, '\ufffd'));
  } catch {
    return undefined; // which no schema takes
  }
}
