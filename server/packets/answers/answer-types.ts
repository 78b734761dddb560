/** What the kernel was asked while, or right after, a trace ran, and what it said. */
import type { Flow, RouteAnswer } from '../../protocol/kernel-answers.ts';

/** `ip route get DESTINATION [from SOURCE] [iif INPUTINTERFACE]`, in a namespace. */
export type RouteQuestion = {
  readonly namespace: string; // key, `ns:INODE`
  readonly destination: string; // an address, never a name
  /** The packet's source. The kernel wants it with `iif`, and refuses a foreign one without. */
  readonly source: string | null;
  /** Name of the interface that the packet came in by; null: it is sent by the namespace itself. */
  readonly inputInterface: string | null;
};

export type AnsweredRoute = {
  readonly question: RouteQuestion;
  readonly answer: RouteAnswer;
  /** What the answer says, taken apart; null where it names none. */
  readonly device: string | null; // interface name
  readonly gateway: string | null;
  readonly source: string | null; // `src` of the answer
  /** The answer's type: unicast, local, broadcast, multicast; null where no route was found. */
  readonly type: string | null;
};

export type NamespaceFlows = {
  readonly namespace: string; // key
  readonly flows: readonly Flow[];
  readonly leftOut: number;
};

/**
 * The handles of one chain's rules in the order in which the kernel walks them, so that the n-th
 * handle belongs to the n-th of the topology's `chain.rules`.
 */
export type ChainHandles = {
  readonly namespace: string; // key
  readonly family: string; // ip, ip6, inet, bridge, …
  readonly table: string;
  readonly chain: string;
  readonly handles: readonly number[];
};

export type KernelAnswers = {
  readonly routes: readonly AnsweredRoute[];
  readonly flows: readonly NamespaceFlows[];
  readonly ruleHandles: readonly ChainHandles[];
};
