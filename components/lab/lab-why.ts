/** What a learner can do to learn why something failed. */
import type { Answer } from '../../server/protocol/events.ts';
import type { DrawerTab, LabStore, WhyQuestion } from './lab-store.ts';

export function createWhy(parts: {
  readonly store: LabStore;
  readonly ask: (question: WhyQuestion) => Promise<Answer<'why:ask'>>;
  readonly showDrawer: (tab: DrawerTab) => void;
}) {
  const { store } = parts;

  async function askWhy(question: WhyQuestion): Promise<void> {
    const asking = { kind: 'asking', question } as const;
    store.setState({ why: asking });
    const answer = await parts.ask(question);
    const { why, lab } = store.getState();
    if (why !== asking) return; // another question came after it
    store.setState({
      why: answer.ok
        ? {
            kind: 'answered',
            question,
            diagnosis: answer.diagnosis,
            version: lab.topology?.version ?? 0,
          }
        : { kind: 'refused', question, message: answer.message },
    });
  }

  return {
    askWhy,
    /** Opens the question filled in, and asks it. What was asked stands there, and can be changed. */
    wonder(question: WhyQuestion) {
      store.setState({ whyWish: { question } });
      parts.showDrawer('why');
      void askWhy(question);
    },
  };
}
