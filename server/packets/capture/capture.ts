/**
 * Captures the packets of all namespaces of a lab at once, and what netfilter's rules do with them,
 * from its start until it is stopped. The sandbox must have been made with the folder
 * `packetwatchTool` among its tools.
 */
import { getSystemErrorName } from 'node:util';
import { Fault } from '../../fault.ts';
import { traceSightingLimit } from '../../protocol/events.ts';
import type { Topology } from '../../protocol/topology.ts';
import type { SandboxHandle } from '../../sandbox/handle.ts';
import type { Sighting, Verdict } from '../sighting.ts';
import { type CapturedNamespace, namespacesOf } from './captured-namespace.ts';
import { type OpenOutcome, startPacketwatch } from './packetwatch.ts';
import type { WatchRecord } from './records.ts';
import { traceStepOf } from './trace-attributes.ts';
import { createVerdictReader } from './verdicts.ts';

export { packetwatchTool } from './packetwatch.ts';

export type CaptureOptions = {
  readonly topology: Topology;
  readonly snapLengthBytes?: number;
  /** In all namespaces together; more are counted and left out. */
  readonly sightingLimit?: number;
  readonly verdictLimit?: number;
  /** In the order of time, but a later batch may hold earlier ones of another namespace. */
  readonly onSightings: (batch: readonly Sighting[]) => void;
  readonly onVerdicts: (batch: readonly Verdict[]) => void;
  /** A sentence, each one once. */
  readonly onBlindSpot: (sentence: string) => void;
  /** So many more packets. */
  readonly onLeftOut: (count: number) => void;
  /** It is over before it was stopped; the reason was told as a blind spot. */
  readonly onBrokenOff?: () => void;
};

export type Capture = {
  /** The zero of `atNs`, by the server's clock. */
  readonly startedAtMs: number;
  /** The topology has changed: opens namespaces that came, closes those that went. */
  follow(topology: Topology): void;
  /** Resolves when all that the kernel has seen by now was passed on. */
  settle(): Promise<void>;
  /** Resolves when all was passed on and nothing of the capture is left. May be called twice. */
  stop(): Promise<void>;
};

/** The headers of a packet in a tunnel, and of a DHCP message up to its kind. */
const snapLengthBytes = 288;
const verdictLimit = 20_000;
/** A learner can make namespaces come and go for as long as the trace runs. */
const blindSpotLimit = 32;

/** ARPHRD_ETHER and ARPHRD_LOOPBACK of <linux/if_arp.h>. */
const hasEthernetHeader = new Set([1, 772]);
const noRoom = 'ENOSPC'; // how packetwatch says that it captures as many namespaces as it can

/** Resolves when every namespace is captured. Throws Fault `could-not-run` or `lab-ended`. */
export async function startCapture(
  handle: SandboxHandle,
  options: CaptureOptions,
): Promise<Capture> {
  const startedAtMs = Date.now();
  const startedAtNs = BigInt(startedAtMs) * 1_000_000n;
  const known = new Map<string, { readonly id: number; readonly namespace: CapturedNamespace }>();
  const byId = new Map<number, CapturedNamespace>();
  const blindSpots = new Set<string>();
  const readVerdicts = createVerdictReader();
  let sightings: Sighting[] = [];
  let verdicts: Verdict[] = [];
  let topology = options.topology;
  let lastId = 0;
  let endReason: string | null = null;
  let hasBegun = false;

  const tellBlindSpot = (sentence: string) => {
    if (blindSpots.has(sentence) || blindSpots.size >= blindSpotLimit) return;
    blindSpots.add(sentence);
    options.onBlindSpot(sentence);
  };

  const watch = startPacketwatch(
    handle,
    {
      snapLengthBytes: options.snapLengthBytes ?? snapLengthBytes,
      packetLimit: options.sightingLimit ?? traceSightingLimit,
      verdictLimit: options.verdictLimit ?? verdictLimit,
    },
    {
      onRecord(record) {
        const namespace = byId.get(record.id);
        if (namespace !== undefined) take(record, namespace);
      },
      onPause() {
        if (sightings.length > 0) options.onSightings(sightings.sort((a, b) => a.atNs - b.atNs));
        if (verdicts.length > 0) options.onVerdicts(verdicts);
        sightings = [];
        verdicts = [];
      },
      onEnd(reason) {
        endReason = reason;
        if (reason === null) return;
        tellBlindSpot(`The capture ended too early. ${reason}`);
        if (hasBegun) options.onBrokenOff?.();
      },
    },
  );

  function take(
    record: Exclude<WatchRecord, { kind: 'opened' | 'synced' }>,
    namespace: CapturedNamespace,
  ): void {
    const { key, words } = namespace;
    switch (record.kind) {
      case 'packet': {
        const { interfaceIndex, direction, bytes, length } = record;
        const atNs = Number(record.atNs - startedAtNs);
        if (hasEthernetHeader.has(record.hardwareType))
          sightings.push({ atNs, namespace: key, interfaceIndex, direction, bytes, length });
        else
          tellBlindSpot(
            `${interfaceWords(namespace, interfaceIndex)} carries packets without an Ethernet header, which are not shown.`,
          );
        break;
      }
      case 'verdict': {
        const atNs = Number(record.atNs - startedAtNs);
        const step = traceStepOf(record, { atNs, namespace: key });
        if (step !== null) verdicts.push(...readVerdicts(step));
        break;
      }
      case 'left-out':
        if (record.packets > 0) options.onLeftOut(record.packets);
        if (record.verdicts > 0)
          tellBlindSpot(
            `The rules of ${words} decided more than could be followed: some verdicts are missing.`,
          );
        break;
      case 'gone':
        known.delete(key);
        tellBlindSpot(`Nothing was left of ${words} while it was captured.`);
    }
  }

  function interfaceWords({ key, words }: CapturedNamespace, index: number): string {
    const found = topology.objects.find(
      (object) => object.kind === 'interface' && object.namespace === key && object.index === index,
    );
    return `${found?.kind === 'interface' ? found.name : `Interface ${index}`} of ${words}`;
  }

  async function open(namespace: CapturedNamespace): Promise<void> {
    const { key, inode, path, words } = namespace;
    if (path === null) {
      tellBlindSpot(`${words} is not captured: its path cannot be written in a line.`);
      return;
    }
    const id = ++lastId;
    known.set(key, { id, namespace });
    byId.set(id, namespace);
    const outcome = await watch.open(id, inode, path);
    const sentence = outcome === null ? null : problemOf(outcome, words);
    if (sentence !== null) tellBlindSpot(sentence);
  }

  async function follow(next: Topology): Promise<void> {
    topology = next;
    const wanted = new Map(namespacesOf(next, handle.machines).map((one) => [one.key, one]));
    for (const [key, { id }] of known) {
      if (wanted.has(key)) continue;
      watch.close(id);
      known.delete(key);
    }
    await Promise.all(
      [...wanted.values()].map(async (namespace) => {
        const { key, inode, path } = namespace;
        const before = known.get(key);
        if (before === undefined) return open(namespace);
        if (path === null || path === before.namespace.path) return;
        known.set(key, { id: before.id, namespace });
        byId.set(before.id, namespace);
        watch.move(before.id, inode, path);
      }),
    );
  }

  await follow(topology);
  if (endReason !== null)
    throw new Fault('could-not-run', `Packets cannot be captured. ${endReason}`);
  hasBegun = true;
  return {
    startedAtMs,
    follow: (next) => void follow(next),
    settle: watch.sync,
    stop: watch.stop,
  };
}

function problemOf({ errno, rulesErrno }: NonNullable<OpenOutcome>, words: string): string | null {
  if (errno !== 0) {
    const code = getSystemErrorName(-errno);
    return code === noRoom
      ? 'There are more network namespaces than are captured at one time.'
      : `${words} is not captured: the kernel says ${code}.`;
  }
  return rulesErrno === 0
    ? null
    : `The rules of ${words} are not traced: the kernel says ${getSystemErrorName(-rulesErrno)}.`;
}
