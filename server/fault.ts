/** The one error class of the server: a closed set of codes, a sentence to act on, and the cause. */
import type { FaultCode } from './protocol/fault-code.ts';

export class Fault extends Error {
  readonly code: FaultCode;

  /** `message` is shown to people: say what is wrong and what to do. */
  constructor(code: FaultCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'Fault';
    this.code = code;
  }
}
