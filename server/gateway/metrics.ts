/** What an operator may watch: labs, sandboxes, requests and how long they took. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { LabFigures } from '../lab/labs.ts';
import type { NoticeName, RequestName } from '../protocol/events.ts';

export type Metrics = {
  /** Call the result with `ok` or the code of the refusal when the answer is known. */
  startRequest(name: RequestName): (outcome: string) => void;
  countNotice(name: NoticeName): void;
  /** In the text format of Prometheus. */
  text(): Promise<string>;
  readonly contentType: string;
};

export function createMetrics(figures: () => LabFigures): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'patchbay_' });

  new Gauge({
    name: 'patchbay_labs',
    help: 'Labs by state.',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(figures().labs)) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'patchbay_sandboxes',
    help: 'Sandboxes: how many there may be, are in use, and stand ready.',
    labelNames: ['kind'],
    registers,
    collect() {
      const { max, inUse, warm } = figures().sandboxes;
      this.set({ kind: 'max' }, max);
      this.set({ kind: 'in_use' }, inUse);
      this.set({ kind: 'warm' }, warm);
    },
  });
  const requests = new Histogram({
    name: 'patchbay_request_seconds',
    help: 'Requests of browsers, from arrival to answer.',
    labelNames: ['event', 'outcome'],
    buckets: [0.0005, 0.002, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  });
  const notices = new Counter({
    name: 'patchbay_notices_total',
    help: 'Events sent to browsers.',
    labelNames: ['event'],
    registers,
  });

  // Every key is a request and a notice: to look their labels up costs more than to count them.
  const requestsOf = remembered((key: string) => {
    const [event = '', outcome = ''] = key.split(' ');
    return requests.labels(event, outcome);
  });
  const noticesOf = remembered((event: NoticeName) => notices.labels(event));

  return {
    startRequest(event) {
      const startedMs = performance.now();
      return (outcome) =>
        requestsOf(`${event} ${outcome}`).observe((performance.now() - startedMs) / 1000);
    },
    countNotice: (event) => noticesOf(event).inc(),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function remembered<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
