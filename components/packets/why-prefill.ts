/**
 * What a command may have tried to reach, guessed from its words. It fills in a question, which stands
 * beside its answer and can be changed; the kernel answers that, and nothing else is decided by it.
 */
import type { Probe } from '../../server/protocol/journey.ts';

export type Guess = {
  readonly probe: Probe;
  /** Name or path of the namespace that the command itself enters; null: it stays where it is. */
  readonly entered: string | null;
};

const hostLimit = 253;

/** null: it does not look like a command that reaches for something. */
export function guessOf(command: string): Guess | null {
  const words = command
    .trim()
    .split(/\s+/)
    .filter((word) => word !== 'sudo' && !/^\w+=/.test(word));
  const { entered, rest } = withoutEntry(words);
  const [program = '', ...operands] = rest;
  const probe = probeOf(program, operands);
  return probe === null || probe.to.length > hostLimit ? null : { probe, entered };
}

function withoutEntry(words: readonly string[]): {
  readonly entered: string | null;
  readonly rest: readonly string[];
} {
  const [first, second, third, fourth] = words;
  if (first === 'ip' && second === 'netns' && third === 'exec' && fourth !== undefined) {
    return { entered: fourth, rest: words.slice(4) };
  }
  const path = /^--net=(.+)$/.exec(second ?? '')?.[1];
  if (first === 'nsenter' && path !== undefined) return { entered: path, rest: words.slice(2) };
  return { entered: null, rest: words };
}

function probeOf(program: string, operands: readonly string[]): Probe | null {
  switch (program) {
    case 'ping':
    case 'traceroute':
    case 'tracepath': {
      const to = operands.findLast((word) => isHost(word));
      return to === undefined ? null : { kind: 'ping', to };
    }
    case 'curl':
    case 'wget':
      return ofUrl(operands.findLast((word) => /[.:/]/.test(word) && !word.startsWith('-')));
    case 'nc':
    case 'ncat':
    case 'telnet': {
      const at = operands.findIndex((word, index) => isHost(word) && isPort(operands[index + 1]));
      const to = operands[at];
      return to === undefined ? null : { kind: 'tcp', to, port: Number(operands[at + 1]) };
    }
    default:
      return null;
  }
}

function ofUrl(word: string | undefined): Probe | null {
  const text = word === undefined || word.includes('://') ? word : `http://${word}`;
  if (text === undefined || !URL.canParse(text)) return null;
  const { protocol, hostname, port } = new URL(text);
  if (hostname === '') return null;
  const ofScheme = protocol === 'https:' ? 443 : 80;
  const to = hostname.replace(/^\[|\]$/g, '');
  return { kind: 'tcp', to, port: port === '' ? ofScheme : Number(port) };
}

/** An address, or a name; not an option, and not an option's number. */
function isHost(word: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9.:_-]*$/.test(word) && !/^\d+(\.\d+)?$/.test(word);
}

function isPort(word: string | undefined): boolean {
  const port = Number(word);
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}
