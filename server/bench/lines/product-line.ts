/**
 * The product's own terminal: the first shell of a lab, through the gateway and the sandbox. It
 * speaks socket.io's frames by hand over ws, as the bare line does its own, so that what is compared
 * is the servers and not the client libraries.
 */
import { WebSocket } from 'ws';
import { protocolVersion } from '../../protocol/events.ts';
import { enterLab, newCookie } from '../learner.ts';
import type { Line, OutputListener } from './line.ts';

/** Well below what may be outstanding; not with every key, which no page does either. */
const acknowledgeBytes = 64 * 1024;

export async function openProductLine(url: string, lessonId: string): Promise<Line> {
  const cookie = await newCookie(url);
  const { learner, lab } = await enterLab(url, lessonId, cookie);
  const terminalId = lab.terminals[0]?.terminalId;
  if (terminalId === undefined) throw new Error('The lab has no terminal.');

  const address = `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(address, { headers: { cookie, origin: url } });
  const emit = (name: string, request: object, answerId = '') =>
    socket.send(`42${answerId}${JSON.stringify([name, request])}`);
  const attached = Promise.withResolvers<void>();
  let listener: OutputListener = () => undefined;
  let seq = 0;
  let acknowledgedSeq = 0;
  const take = (data: Buffer) => {
    listener(data);
    const drawnSeq = seq + data.length;
    if (drawnSeq - acknowledgedSeq < acknowledgeBytes) return;
    acknowledgedSeq = drawnSeq;
    emit('terminal:ack', { terminalId, seq: drawnSeq });
  };
  socket.on('error', attached.reject);
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) return take(data);
    const frame = data.toString();
    if (frame.startsWith('0')) socket.send('40');
    else if (frame === '2') socket.send('3');
    else if (frame.startsWith('40')) emit('lab:open', { protocolVersion, lessonId }, '1');
    else if (frame.startsWith('431')) emit('terminal:attach', { terminalId, fromSeq: 0 }, '2');
    else if (frame.startsWith('432')) attached.resolve();
    else if (frame.startsWith('451-["terminal:output"'))
      seq = seqIn(frame); // its bytes follow
    else if (frame.startsWith('42["terminal:output"')) {
      seq = seqIn(frame);
      take(Buffer.from(textIn(frame)));
    }
  });
  await attached.promise;

  return {
    type: (data) => emit('terminal:input', { terminalId, data }),
    onOutput: (next) => {
      listener = next;
    },
    async [Symbol.asyncDispose]() {
      socket.close();
      await learner.ask('lab:leave', {});
      learner[Symbol.dispose]();
    },
  };
}

function seqIn(frame: string): number {
  return Number(/"seq":(\d+)/.exec(frame)?.[1]);
}

function textIn(frame: string): string {
  const [, quoted = '""'] = /"data":(".*"),"replay"/.exec(frame) ?? [];
  return String(JSON.parse(quoted));
}
