/**
 * Every setting, from the environment, checked once. `main.ts` alone calls this; the parts get their
 * values as arguments.
 */
import * as z from 'zod';

export type Config = {
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
  readonly lessonsFolder: string;
  readonly maxSandboxes: number;
  readonly labsPerAddress: number;
  readonly warmSandboxes: number;
  readonly idleMs: number;
  /** Pages may come from these origins only. Empty: from wherever this server is reached. */
  readonly origins: readonly string[];
  /** What it says of the clients' addresses is believed. */
  readonly isBehindProxy: boolean;
  /** Null: the server makes one and keeps it in the data folder. */
  readonly secret: string | null;
  readonly isAuthoring: boolean;
  readonly ociRuntime: 'runc';
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
};

/** `problems` has one plain sentence for each mistake. */
export type ReadConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

export type MachineFacts = { readonly memoryBytes: number; readonly cores: number };

export type Environment = Readonly<Record<string, string | undefined>>;

export function readConfig(environment: Environment, machine: MachineFacts): ReadConfig {
  const given = ourVariables(environment);
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap((issue) => sentencesOf(issue, given));
    return { ok: false, problems };
  }

  const values = parsed.data;
  const maxSandboxes = values.PATCHBAY_MAX_SANDBOXES ?? sandboxesThatFit(machine);
  return {
    ok: true,
    config: {
      port: values.PORT,
      host: values.HOST,
      dataFolder: values.PATCHBAY_DATA,
      lessonsFolder: values.PATCHBAY_LESSONS,
      maxSandboxes,
      labsPerAddress: values.PATCHBAY_LABS_PER_ADDRESS ?? Math.ceil(maxSandboxes / 2),
      warmSandboxes: Math.min(values.PATCHBAY_WARM, maxSandboxes),
      idleMs: values.PATCHBAY_IDLE_MINUTES * 60_000,
      origins: values.PATCHBAY_ORIGIN ?? [],
      isBehindProxy: values.PATCHBAY_BEHIND_PROXY,
      secret: values.PATCHBAY_SECRET ?? null,
      isAuthoring: values.PATCHBAY_AUTHOR,
      ociRuntime: values.PATCHBAY_OCI_RUNTIME,
      logLevel: values.PATCHBAY_LOG,
    },
  };
}

/** One line of the table of settings in the README. */
export type Setting = { readonly name: string; readonly default: string; readonly text: string };

export function settings(): readonly Setting[] {
  const defaults: Readonly<Record<string, unknown>> = environmentSchema.parse({});
  return Object.entries(environmentSchema.shape).map(([name, schema]) => ({
    name,
    default: String(defaults[name] ?? '').replace(/^false$/, '0'),
    text: schema.description ?? '',
  }));
}

const whole = (min: number, max: number) =>
  z
    .string()
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max, {
      error: `must be a whole number from ${min} to ${max}`,
    })
    .transform(Number);

const flag = z.enum(['0', '1'], { error: 'must be 0 or 1' }).transform((text) => text === '1');

const originList = z
  .string()
  .transform((text) => text.split(',').map((origin) => origin.trim()))
  .refine((origins) => origins.every((origin) => URL.parse(origin)?.origin === origin), {
    error: 'must be origins like https://lab.example.org, with commas between them',
  });

const environmentSchema = z.strictObject({
  PORT: whole(0, 65_535)
    .prefault('3000')
    .describe('Port of the pages and of the socket. 0 takes any free one.'),
  HOST: z
    .string()
    .prefault('127.0.0.1')
    .describe('Address to listen on. 0.0.0.0 lets other machines in.'),
  PATCHBAY_DATA: z
    .string()
    .prefault('./data')
    .describe('Folder of the database, the secret and what running sandboxes need.'),
  PATCHBAY_LESSONS: z.string().prefault('./lessons').describe('Folder of the course.'),
  PATCHBAY_MAX_SANDBOXES: whole(1, 1000)
    .optional()
    .describe('Labs at one time; later learners wait in a line. Default: what the memory holds.'),
  PATCHBAY_LABS_PER_ADDRESS: whole(1, 1000)
    .optional()
    .describe(
      'Labs at one time of all who come from one address, such as a classroom. ' +
        'Default: half of PATCHBAY_MAX_SANDBOXES. This machine itself has no such limit.',
    ),
  PATCHBAY_WARM: whole(0, 100)
    .prefault('2')
    .describe('Sandboxes kept ready, so that a lab starts at once.'),
  PATCHBAY_IDLE_MINUTES: whole(1, 1440)
    .prefault('30')
    .describe(
      'A lab in which nothing was typed for so long ends. ' +
        'Where others wait, so does one that no page has shown for five minutes.',
    ),
  PATCHBAY_ORIGIN: originList
    .optional()
    .describe(
      'Origins of the pages, with commas between them, e.g. https://lab.example.org. ' +
        'Default: the address that the browser used, on loopback only under its own names.',
    ),
  PATCHBAY_BEHIND_PROXY: flag
    .prefault('0')
    .describe(
      '1: a proxy stands in front, and the address that it adds to X-Forwarded-For is the ' +
        "learner's. Otherwise all come from the proxy's address.",
    ),
  PATCHBAY_SECRET: z
    .string()
    .min(32, { error: 'must have at least 32 characters' })
    .optional()
    .describe('Signs the cookies of learners. Default: made at first and kept in the data folder.'),
  PATCHBAY_AUTHOR: flag
    .prefault('0')
    .describe('1: a page is updated when a file of its lesson is saved.'),
  PATCHBAY_OCI_RUNTIME: z
    .literal('runc', { error: 'must be runc, the only one that is built so far' })
    .prefault('runc')
    .describe('Program that runs the sandboxes.'),
  PATCHBAY_LOG: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], {
      error: 'must be debug, info, warn, error or silent',
    })
    .prefault('warn')
    .describe('How much is logged, as lines of JSON on standard error.'),
  PATCHBAY_NO_INSTALL: flag
    .prefault('0')
    .describe('1: npm start installs no Debian packages, but prints the command.'),
  DATABASE_URL: z
    .string()
    .refine(() => false, {
      error: 'is reserved: only SQLite in PATCHBAY_DATA is built so far. Unset it',
    })
    .optional()
    .describe('Reserved for PostgreSQL; must not be set.'),
});

/** An empty variable is how shells and compose files spell "not set". */
function ourVariables(environment: Environment): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name, value]) =>
        value !== '' && (name in environmentSchema.shape || name.startsWith('PATCHBAY_')),
    ),
  );
}

function sentencesOf(issue: z.core.$ZodIssue, given: Environment): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => `${name} is not a setting; look for its name in the README.`);
  }
  const name = String(issue.path[0]);
  const isPrivate = name === 'PATCHBAY_SECRET' || name === 'DATABASE_URL';
  return [`${name}${isPrivate ? '' : `=${given[name]}`} ${issue.message}.`];
}

/** A busy sandbox with its terminals and observer stays below 64 MB; the rest is the system's. */
function sandboxesThatFit({ memoryBytes, cores }: MachineFacts): number {
  const byMemory = Math.floor((memoryBytes * 0.6) / (64 * 1024 * 1024));
  return Math.max(1, Math.min(byMemory, cores * 25));
}
