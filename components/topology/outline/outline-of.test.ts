import { expect, test } from 'vitest';
import { bridged, connected } from '../fixtures/one-host.ts';
import { moveInOutline, outlineOf, rowsOf } from './outline-of.ts';

const nodes = outlineOf(bridged);
const rows = rowsOf(nodes, new Set());
const key = (label: string) => rows.find(({ node }) => node.label === label)?.node.key ?? '';
const move = (at: string, pressed: string, typed = '') => moveInOutline(rows, at, pressed, typed);

test("learners' machines come first and open, scenery last and closed", () => {
  expect(
    rows.filter(({ level }) => level === 1).map(({ node, isOpen }) => [node.label, isOpen]),
  ).toEqual([
    ['host', true],
    ['outside', true],
    ['the internet', false],
    ['router', false],
  ]);
});

test('each line says in one sentence how the thing is', () => {
  const ceth0 = rows.find(({ node }) => node.label === 'ceth0')?.node;
  expect(ceth0?.detail).toBe('veth, up, 172.18.0.10/16, cable to veth0 in host');
});

test('up and down go by what is shown', () => {
  expect(move('machine:host', 'ArrowDown')).toEqual({ kind: 'focus', key: 'ns:100' });
  expect(move('ns:100', 'ArrowUp')).toEqual({ kind: 'focus', key: 'machine:host' });
  expect(move('machine:host', 'ArrowUp')).toBeNull();
});

test('right opens and then enters, left closes and then leaves', () => {
  const settings = 'ns:100/settings';
  expect(move(settings, 'ArrowRight')).toEqual({ kind: 'toggle', key: settings });
  expect(move('ns:100', 'ArrowRight')).toEqual({ kind: 'focus', key: key('lo') });
  expect(move('ns:100', 'ArrowLeft')).toEqual({ kind: 'toggle', key: 'ns:100' });
  expect(move(key('veth0'), 'ArrowLeft')).toEqual({ kind: 'focus', key: 'ns:100' });
});

test('home, end and letters jump', () => {
  expect(move(key('veth0'), 'Home')).toEqual({ kind: 'focus', key: 'machine:host' });
  expect(move('machine:host', 'End')).toEqual({ kind: 'focus', key: 'machine:router' });
  expect(move('machine:host', 'b', 'b')).toEqual({ kind: 'focus', key: key('br0') });
  expect(move(key('veth0'), 'v', 'v')).toEqual({ kind: 'focus', key: key('veth1') });
  expect(move(key('veth1'), '1', 'veth1')).toEqual({ kind: 'focus', key: key('veth1') });
});

test('enter selects an object and opens a heading', () => {
  expect(move('ns:110', 'Enter')).toEqual({ kind: 'select', key: 'ns:110' });
  expect(move('ns:100/settings', 'Enter')).toEqual({ kind: 'toggle', key: 'ns:100/settings' });
});

test('what was toggled is shown the other way round', () => {
  const closed = rowsOf(nodes, new Set(['machine:host']));
  expect(closed.filter(({ level }) => level === 1)).toHaveLength(4);
  expect(closed.some(({ node }) => node.key === 'ns:100')).toBe(false);
});

test('what the kernel gives to every interface is not said of each', () => {
  const told = JSON.stringify(outlineOf(connected));
  expect(told).toContain('172.18.0.11/16');
  expect(told).not.toContain('fe80');
});

test('Escape takes the selection back', () => {
  const rows = rowsOf(outlineOf(connected), new Set());
  const at = rows[0]?.node.key ?? '';
  expect(moveInOutline(rows, at, 'Escape', '')).toEqual({ kind: 'select', key: null });
});
