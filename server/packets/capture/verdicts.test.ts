import { expect, test } from 'vitest';
import { traceStepOf } from './trace-attributes.ts';
import { createVerdictReader } from './verdicts.ts';

const known = { atNs: 5, namespace: 'ns:1' };
const family = 2;

/** As a kernel 6.18 told them, of a ping to a chain without rules and with policy accept. */
const endOfChain = Buffer.from(
  '08000f00000000020800040000000003080006002303' +
    '98ab060002006900000006000100660000000c00050008000100ffffffff08000a000000000106000b0003040000' +
    '1800080045000054a0a2400040019c047f0000017f0000011800090008' +
    '00753b7f270001bf9b016b000000007ec205001200070000000000000000000000000008000000',
  'hex',
);
const policy = Buffer.from(
  '08000f000000000208000400000000010800060023039' +
    '8ab0600020069000000060001006600000008001000' +
    '00000001',
  'hex',
);

function attribute(type: number, value: Buffer): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt16LE(4 + value.length, 0);
  header.writeUInt16LE(type, 2);
  return Buffer.concat([header, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}
const number = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const handle = (value: number) => Buffer.concat([number(0), number(value)]);

function rule(chain: string, ruleHandle: number, code: number, target?: string): Buffer {
  const verdict = [
    attribute(1, number(code)),
    ...(target === undefined ? [] : [attribute(2, Buffer.from(`${target}\0`))]),
  ];
  return Buffer.concat([
    attribute(4, number(3)),
    attribute(6, number(0x230398ab)),
    attribute(1, Buffer.from('f\0')),
    attribute(2, Buffer.from(`${chain}\0`)),
    attribute(3, handle(ruleHandle)),
    attribute(5, Buffer.concat(verdict)),
  ]);
}

function verdictsOf(...messages: Buffer[]) {
  const read = createVerdictReader();
  return messages.flatMap((attributes) => {
    const step = traceStepOf({ family, attributes }, known);
    return step === null ? [] : read(step);
  });
}

test('a policy has the bytes that the kernel told with the end of its chain', () => {
  const [verdict, ...others] = verdictsOf(endOfChain, policy);
  expect(others).toEqual([]);
  expect(verdict).toMatchObject({
    ...known,
    packetId: 0x230398ab,
    family: 'ip',
    table: 'f',
    chain: 'i',
    step: { kind: 'policy', outcome: 'accept' },
    inputIndex: 1,
    outputIndex: null,
  });
  expect(Buffer.from(verdict?.bytes ?? []).toString('hex')).toBe(
    '45000054a0a2400040019c047f0000017f0000010800753b7f270001bf9b016b000000007ec20500',
  );
});

test('rules are told with handle, outcome and target', () => {
  expect(
    verdictsOf(rule('a', 7, -3, 'b'), rule('b', 4_000_000_000 | 0, 0)).map(({ step }) => step),
  ).toEqual([
    { kind: 'rule', handle: 7, outcome: 'jump', target: 'b' },
    { kind: 'rule', handle: 4_000_000_000, outcome: 'drop', target: null },
  ]);
  expect(verdictsOf(rule('a', 1, 0x00020003))).toMatchObject([{ step: { outcome: 'queue' } }]);
});

test('the end of a chain that was jumped to is the way back', () => {
  expect(verdictsOf(rule('a', 7, -3, 'i'), endOfChain, rule('a', 8, 1))).toMatchObject([
    { chain: 'a', step: { kind: 'rule', outcome: 'jump' } },
    { chain: 'i', step: { kind: 'return', outcome: 'return' } },
    { chain: 'a', step: { kind: 'rule', outcome: 'accept' } },
  ]);
});

test('ends without anything behind them are not kept for ever', () => {
  const read = createVerdictReader();
  const end = traceStepOf({ family, attributes: endOfChain }, known);
  if (end === null) throw new Error('It was not read.');
  for (let packetId = 0; packetId < 1_000; packetId++)
    expect(read({ ...end, packetId })).toEqual([]);
  const accept = { kind: 'policy', outcome: 'accept' } as const;
  const [first] = read({ ...end, packetId: 0, step: accept, bytes: null });
  const [last] = read({ ...end, packetId: 999, step: accept, bytes: null });
  expect([first?.bytes, last?.bytes?.length]).toEqual([null, 40]);
});

test('any bytes are a verdict or nothing', () => {
  const sound = rule('a', 7, -3, 'b');
  for (let length = 0; length < sound.length; length++) verdictsOf(sound.subarray(0, length));
  for (let seed = 1; seed <= 2_000; seed++) {
    const damaged = Buffer.from(seed % 2 === 0 ? sound : endOfChain);
    let state = seed;
    for (let change = 0; change < 3; change++) {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      damaged[state % damaged.length] = (state >> 8) & 0xff;
    }
    verdictsOf(damaged, policy);
  }
});
