/** Every reason for which the server can refuse or fail, as the browser sees it. */
import * as z from 'zod/mini';

export const faultCodeSchema = z.enum([
  'bad-request', // the message had the wrong shape, or was too large
  'too-many-requests', // sent faster than the limit of its kind
  'forbidden', // somebody else's lab, another origin, a forged cookie
  'not-found', // no such lesson, lab, terminal, challenge, hint
  'lab-full', // no sandbox is free, or none more for this address
  'lab-ended', // the lab's sandbox is gone; a reset makes a new one
  'sandbox-failed', // the sandbox could not be made or died
  'could-not-run', // a command could not be started in the sandbox
  'timed-out',
  'output-too-large',
  'blind', // the observer cannot read the kernel just now
  'lesson-invalid', // the lesson's files have faults
  'unavailable', // the server is shutting down, or a part of it is off
  'internal',
]);

export type FaultCode = z.infer<typeof faultCodeSchema>;
