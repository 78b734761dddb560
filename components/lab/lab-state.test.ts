import { expect, test } from 'vitest';
import type { Trace } from '../../server/protocol/journey.ts';
import type { Command, LabState, Terminal } from '../../server/protocol/lab.ts';
import type { Change, Topology, TopologyObject } from '../../server/protocol/topology.ts';
import { emptyLab, goneWith, type LabModel, noticed, opened, resynced } from './lab-state.ts';

const forwarding = (value: string): TopologyObject => ({
  kind: 'sysctl',
  key: 'sysctl:1/net.ipv4.ip_forward',
  namespace: 'ns:1',
  name: 'net.ipv4.ip_forward',
  value,
});
const topology: Topology = { version: 7, objects: [forwarding('0')] };
const change = (version: number, from: string, to: string): Change => ({
  version,
  atMs: 0,
  differences: [{ before: forwarding(from), after: forwarding(to) }],
  summary: [],
  cause: null,
});
const terminal: Terminal = {
  terminalId: 't1',
  title: 'host',
  place: { machine: 'host', namespacePath: null },
  shell: { kind: 'unknown' },
  whereabouts: { kind: 'unknown' },
  head: '',
  ended: null,
};
const command = (commandId: number, exitCode: number | null): Command => ({
  terminalId: 't1',
  commandId,
  text: 'ip link',
  startSeq: 0,
  startedAtMs: 0,
  endedAtMs: exitCode === null ? null : 1,
  exitCode,
});
const lab: LabModel = { ...emptyLab, topology };
const tellChange = (model: LabModel, told: Change) =>
  noticed(model, { name: 'topology:change', notice: { change: told } });

test('the next change is applied and kept for the timeline', () => {
  const { lab: after, gap } = tellChange(lab, change(8, '0', '1'));
  expect(gap).toBe(false);
  expect(after.topology).toEqual({ version: 8, objects: [forwarding('1')] });
  expect(after.changes).toHaveLength(1);
});

test('a change that skips a version is a gap and leaves the lab as it was', () => {
  expect(tellChange(lab, change(9, '0', '1'))).toEqual({ lab, gap: true });
});

test('a change without any topology is a gap', () => {
  expect(tellChange(emptyLab, change(1, '0', '1')).gap).toBe(true);
});

test('a change that is already known is passed over', () => {
  expect(tellChange(lab, change(7, '0', '1'))).toEqual({ lab, gap: false });
});

test('a snapshot begins the timeline anew', () => {
  const { lab: after } = tellChange(lab, change(8, '0', '1'));
  expect(resynced(after, { version: 12, objects: [] }).changes).toEqual([]);
});

const recording: Trace = {
  traceId: '1',
  aim: { kind: 'watch' },
  startedAtMs: 0,
  state: { kind: 'ended', reason: 'Time is up.' },
  captured: 2,
  leftOut: 0,
  blindSpots: [],
};

test('recordings go with their sandbox', () => {
  const told = noticed(lab, { name: 'trace:state', notice: { trace: recording } }).lab;
  const stateTold = (state: LabState) =>
    noticed(told, { name: 'lab:state', notice: { state } }).lab;
  expect(stateTold({ kind: 'ready', expiresAtMs: 1 }).traces).toHaveLength(1);
  expect(stateTold({ kind: 'resetting' }).traces).toEqual([]);
});

const answer: Parameters<typeof opened>[0] = {
  labId: 'a',
  serverStartedAtMs: 1,
  nowMs: 0,
  state: { kind: 'ready', expiresAtMs: 1 },
  terminals: [terminal],
  commands: [],
  topology,
  changes: [],
  sight: { kind: 'clear' },
  attempts: [],
  traces: [recording],
  earned: ['blue'],
  efforts: [],
  draws: {},
};

test('a new connection to the same lab takes nothing away', () => {
  expect(goneWith(answer, emptyLab)).toBe('nothing');
  const known = noticed(opened(answer, 0, emptyLab), {
    name: 'trace:state',
    notice: { trace: { ...recording, traceId: '2' } },
  }).lab;
  expect(goneWith(answer, known)).toBe('nothing');
  expect(opened(answer, 0, known).traces).toMatchObject([{ trace: { traceId: '1' } }]);
});

test('of a lab that is gone it is known whether its server went too', () => {
  const known = opened(answer, 0, emptyLab);
  const lab = { ...answer, labId: 'b', traces: [] };
  expect(goneWith(lab, known)).toBe('lab');
  expect(goneWith({ ...lab, serverStartedAtMs: 2 }, known)).toBe('server');
  expect(opened(lab, 0, known)).toMatchObject({ traces: [], earned: ['blue'] });
});

test('a terminal that is told twice stands once', () => {
  const once = noticed(lab, { name: 'terminal:opened', notice: { terminal } }).lab;
  const twice = noticed(once, { name: 'terminal:opened', notice: { terminal } }).lab;
  expect(twice.terminals).toEqual([terminal]);
});

test('a command is replaced by its end, and goes with its terminal', () => {
  let model = noticed(lab, { name: 'terminal:opened', notice: { terminal } }).lab;
  for (const told of [command(2, null), command(1, 0), command(2, 1)]) {
    model = noticed(model, { name: 'terminal:command', notice: { command: told } }).lab;
  }
  expect(model.commands).toEqual([command(1, 0), command(2, 1)]);
  const closed = noticed(model, { name: 'terminal:closed', notice: { terminalId: 't1' } }).lab;
  expect(closed.commands).toEqual([]);
  expect(closed.terminals).toEqual([]);
});
