/** An observed sandbox of its own for each test of a file, in which packets can be captured. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { packetwatchTool } from './packets/capture/capture.ts';
import type { Sandboxes } from './sandbox/handle.ts';
import { openTestSandboxes } from './sandbox/test-sandboxes.fixture.ts';
import { netwatchTool } from './topology/observe.ts';
import { type ObservedSandbox, observeSandbox } from './topology/observed-sandbox.fixture.ts';

type LabForEach = ObservedSandbox & {
  /** One more sandbox, untouched; its user ends it. */
  another(): Promise<ObservedSandbox>;
};

/** To be called once by the test file. `setUp`: a script on the machine `host`. Usable within tests only. */
export function labForEach(setUp?: string): LabForEach {
  let sandboxes: Sandboxes | undefined;
  let current: ObservedSandbox | undefined;

  beforeAll(async () => {
    sandboxes = await openTestSandboxes({ tools: [netwatchTool, packetwatchTool] });
  });
  const another = async () => {
    if (sandboxes === undefined) throw new Error('There are no sandboxes.');
    return observeSandbox(sandboxes);
  };
  beforeEach(async () => {
    const lab = await another();
    current = lab;
    if (setUp !== undefined) await lab.act(setUp);
    return async () => {
      current = undefined;
      lab.observer.close();
      await lab.handle.end('The test is over.');
    };
  });
  afterAll(() => sandboxes?.close());

  const lab = () => {
    if (current === undefined) throw new Error('A lab is there within a test only.');
    return current;
  };
  return {
    another,
    get handle() {
      return lab().handle;
    },
    get observer() {
      return lab().observer;
    },
    act: (script) => lab().act(script),
    now: () => lab().now(),
    all: (kind) => lab().all(kind),
    namespaceKey: (name) => lab().namespaceKey(name),
    interfaceIn: (namespace, name) => lab().interfaceIn(namespace, name),
  };
}
