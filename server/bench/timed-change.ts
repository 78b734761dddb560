/** Changes of the kernel, typed in a lab's terminal, with the moment at which each one began. */
import { setTimeout as pause } from 'node:timers/promises';
import type { AnswerPayload } from '../protocol/events.ts';
import type { Learner } from './learner.ts';

export type Typist = {
  /** Types a command, waits for its end, and says when the shell began it. */
  run(command: string): Promise<{ readonly beganAtMs: number }>;
};

/** Types in the lab's first terminal: each command at once, or key by key. */
export async function openTypist(
  learner: Learner,
  lab: AnswerPayload<'lab:open'>,
  betweenKeysMs = 0,
): Promise<Typist> {
  const terminalId = lab.terminals[0]?.terminalId;
  if (terminalId === undefined) throw new Error('The lab has no terminal.');
  let printed = '';
  learner.hearOutput(({ data, seq }) => {
    printed = (printed + Buffer.from(data).toString()).slice(-16_384);
    learner.send('terminal:ack', { terminalId, seq: seq + data.length });
  });
  await learner.ask('terminal:attach', { terminalId, fromSeq: 0 });
  const typist: Typist = {
    async run(command) {
      printed = '';
      const ended = learner.next(
        'terminal:command',
        ({ command: { text, endedAtMs } }) => text.endsWith(command) && endedAtMs !== null,
      );
      // The shell's own clock, which is the machine's: it costs no process.
      const line = `echo began=$EPOCHREALTIME; ${command}\r`;
      for (const data of betweenKeysMs === 0 ? [line] : line) {
        await learner.ask('terminal:input', { terminalId, data });
        if (betweenKeysMs > 0) await pause(betweenKeysMs);
      }
      await ended;
      const began = /began=(\d+\.\d+)/.exec(printed)?.[1];
      if (began === undefined) throw new Error(`No time was printed before: ${command}`);
      return { beganAtMs: Number(began) * 1000 };
    },
  };
  await typist.run('true'); // from then on the shell is there
  return typist;
}

/** Milliseconds since the epoch, with fractions. */
export function preciseNowMs(): number {
  return performance.timeOrigin + performance.now();
}
