/**
 * Finds the escape sequences of a terminal's output, however it is cut into chunks. Text is skipped
 * at the speed of indexOf. Follows xterm.js: ESC ends whatever went before it, CAN and SUB abort.
 */
export type Sequence =
  /** An operating system command 1… or 6…: the text between `ESC ]` and BEL or ESC. */
  | { readonly kind: 'osc'; readonly text: string; readonly endSeq: number }
  /** A private mode that is set or reset, such as `?1049h`. */
  | { readonly kind: 'private-mode'; readonly text: string }
  /** `ESC c`: everything back to its beginning. */
  | { readonly kind: 'reset' };

type Body = 'intermediate' | 'csi' | 'osc' | 'string';

type BodyRule = {
  readonly endsAt: (byte: number) => boolean;
  /** First letters of those that are told. Of the rest, colours and links, there are millions. */
  readonly told: string;
  /** Longer ones are followed to their end but not told. */
  readonly limitBytes: number;
};

const bodies: Readonly<Record<Body, BodyRule>> = {
  intermediate: { endsAt: (byte) => byte >= 0x30, told: '', limitBytes: 0 },
  csi: { endsAt: (byte) => byte >= 0x40, told: '?', limitBytes: 64 },
  osc: { endsAt: (byte) => byte === bel, told: '16', limitBytes: 16 * 1024 },
  string: { endsAt: () => false, told: '', limitBytes: 0 }, // DCS, SOS, PM, APC
};

const bel = 0x07;
const can = 0x18;
const sub = 0x1a;
const esc = 0x1b;

export class EscapeScanner {
  #state: 'ground' | 'escape' | Body = 'ground';
  #seq = 0; // of the next chunk's first byte
  #openedSeq = 0; // of the ESC of the sequence that is being read
  #carried: Buffer[] = []; // its text in earlier chunks
  #carriedBytes = 0;
  #borderSeq = 0;

  /** The last known byte before which neither a character nor a sequence is cut in two. */
  get borderSeq(): number {
    return this.#borderSeq;
  }

  /** The bytes may be written over afterwards. */
  feed(bytes: Buffer): Sequence[] {
    const found: Sequence[] = [];
    let at = 0;
    while (at < bytes.length) {
      if (this.#state === 'ground') at = this.#skipText(bytes, at);
      else if (this.#state === 'escape') at = this.#readKind(bytes, at, found);
      else at = this.#readBody(this.#state, bytes, at, found);
    }
    this.#seq += bytes.length;
    this.#moveBorder(bytes);
    return found;
  }

  #skipText(bytes: Buffer, from: number): number {
    const at = bytes.indexOf(esc, from);
    return at === -1 ? bytes.length : this.#open(at);
  }

  #open(at: number): number {
    this.#state = 'escape';
    this.#openedSeq = this.#seq + at;
    this.#carried = [];
    this.#carriedBytes = 0;
    return at + 1;
  }

  #readKind(bytes: Buffer, at: number, found: Sequence[]): number {
    const byte = bytes[at] ?? 0;
    if (byte === esc) return this.#open(at);
    const letter = String.fromCharCode(byte);
    if (letter === '[') this.#state = 'csi';
    else if (letter === ']') this.#state = 'osc';
    else if ('PX^_'.includes(letter)) this.#state = 'string';
    else if (byte >= 0x20 && byte < 0x30) this.#state = 'intermediate';
    else if (byte >= 0x30 || byte === can || byte === sub) this.#state = 'ground';
    if (letter === 'c') found.push({ kind: 'reset' });
    return at + 1;
  }

  #readBody(body: Body, bytes: Buffer, from: number, found: Sequence[]): number {
    const { endsAt, told, limitBytes } = bodies[body];
    let at = from;
    let byte = bytes[at];
    while (byte !== undefined && byte !== esc && byte !== can && byte !== sub && !endsAt(byte)) {
      at += 1;
      byte = bytes[at];
    }
    const first = this.#carried[0]?.[0] ?? bytes[from] ?? 0;
    const length = this.#carriedBytes + at - from;
    const isTold = length <= limitBytes && told.includes(String.fromCharCode(first));
    if (byte === undefined) {
      this.#carriedBytes = isTold ? length : Number.POSITIVE_INFINITY;
      if (isTold) this.#carried.push(Buffer.from(bytes.subarray(from)));
      return at;
    }

    if (isTold && body === 'osc' && byte !== can && byte !== sub) {
      const text = this.#textOf(bytes.subarray(from, at));
      found.push({ kind: 'osc', text, endSeq: this.#seq + at + 1 });
    }
    if (isTold && body === 'csi' && endsAt(byte)) {
      found.push({ kind: 'private-mode', text: this.#textOf(bytes.subarray(from, at + 1)) });
    }
    if (byte === esc) return this.#open(at);
    this.#state = 'ground';
    return at + 1;
  }

  #textOf(end: Buffer): string {
    return Buffer.concat([...this.#carried, end]).toString();
  }

  #moveBorder(bytes: Buffer): void {
    if (this.#state !== 'ground') {
      this.#borderSeq = this.#openedSeq; // ESC stands well after anything
      return;
    }
    const tail = unfinishedCharacterBytes(bytes);
    if (tail !== null) this.#borderSeq = this.#seq - tail;
  }
}

/** How many bytes at the end begin a UTF-8 character without ending it. Null: it begins before. */
function unfinishedCharacterBytes(bytes: Buffer): number | null {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? back : 0;
    }
  }
  return bytes.length >= 3 ? 0 : null;
}
