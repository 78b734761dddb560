/** Asks the kernel what the journeys of one trace need, and nothing twice that cannot have changed. */
import type { Topology } from '../../protocol/topology.ts';
import type { SandboxHandle } from '../../sandbox/handle.ts';
import { placeOf } from '../place-of.ts';
import type {
  AnsweredRoute,
  ChainHandles,
  KernelAnswers,
  NamespaceFlows,
  RouteQuestion,
} from './answer-types.ts';
import { askRoutes } from './ask-routes.ts';
import { readFlows } from './read-flows.ts';
import { readRuleHandles } from './read-rule-handles.ts';

export type AnswerDesk = {
  answer(wanted: {
    readonly topology: Topology;
    readonly questions: readonly RouteQuestion[];
    /** Keys of those in which packets were seen. */
    readonly namespaces: readonly string[];
    /** Keys of those in which rules were met. */
    readonly traced: readonly string[];
  }): Promise<KernelAnswers>;
};
