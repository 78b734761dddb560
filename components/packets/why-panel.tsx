'use client';
/** "Why did it fail?": the question, and the first broken hop with what the kernel shows for it. */
import '../state/state.css';
import './packets.css';
import './why.css';
import type { Diagnosis, Finding } from '../../server/protocol/diagnosis.ts';
import { useLab, useView } from '../lab/lab-context.tsx';
import { isWithinReach, type Why } from '../lab/lab-store.ts';
import { InlineCode } from '../lesson/inline-code.tsx';
import { CommandLine } from '../state/command-line.tsx';
import { Button } from '../ui/button.tsx';
import { hasChangedSince } from './changed-since.ts';
import { EvidenceBlock, Inferred } from './decision-list.tsx';
import { ProbeForm } from './probe-form.tsx';
import { WhyReplay } from './why-replay.tsx';

export function WhyPanel() {
  const session = useLab();
  const wish = useView((view) => view.whyWish);
  const why = useView((view) => view.why);
  const canAsk = useView(isWithinReach);
  return (
    <section className="why" aria-label="Why did it fail?">
      <ProbeForm
        key={wish === null ? 'own' : keyOf(wish)}
        label="What does not work?"
        words={{ from: 'From', to: 'can I reach', submit: 'Why not?' }}
        filledIn={wish?.question ?? (why.kind === 'unasked' ? null : why.question)}
        isBusy={why.kind === 'asking' || !canAsk}
        onSubmit={(question) => void session.askWhy(question)}
      />
      <div className="why-answer" aria-live="polite">
        <Answer why={why} />
      </div>
    </section>
  );
}

const keys = new WeakMap<object, string>();
let keyCount = 0;

/** A new wish fills the form in anew, even with the same words. */
function keyOf(wish: object): string {
  const known = keys.get(wish);
  if (known !== undefined) return known;
  keyCount += 1;
  keys.set(wish, `${keyCount}`);
  return `${keyCount}`;
}

function Answer({ why }: { readonly why: Why }) {
  const isOld = useView(
    ({ lab }) => why.kind === 'answered' && hasChangedSince(lab.changes, why.version),
  );
  switch (why.kind) {
    case 'unasked':
      return (
        <p className="why-quiet">
          It is tried once, and the kernel is asked at every hop on the way there and back.
        </p>
      );
    case 'asking':
      return <p className="why-quiet">Trying it, and asking the kernel along the way…</p>;
    case 'refused':
      return <p className="why-bad">{why.message}</p>;
    case 'answered':
      return (
        <>
          {isOld && (
            <p className="why-quiet">
              The network has changed since this answer. Ask again to see how it is now.
            </p>
          )}
          <Told diagnosis={why.diagnosis} />
        </>
      );
  }
}

function Told({ diagnosis }: { readonly diagnosis: Diagnosis }) {
  switch (diagnosis.kind) {
    case 'works':
      return (
        <>
          <p className="why-good">
            It works now: <InlineCode text={diagnosis.text} />
          </p>
          <WhyReplay traceId={diagnosis.traceId} journeyId={null} />
        </>
      );
    case 'could-not-run':
      return <p className="why-bad">It could not be tried: {diagnosis.reason}</p>;
    case 'unexplained':
      return (
        <>
          <h4>No broken hop on your machines</h4>
          <p>
            <InlineCode text={diagnosis.text} />
          </p>
          <WhyReplay traceId={diagnosis.traceId} journeyId={diagnosis.journeyId} />
        </>
      );
    case 'broken':
      return <Broken diagnosis={diagnosis} />;
  }
}

function Broken({ diagnosis }: { readonly diagnosis: Extract<Diagnosis, { kind: 'broken' }> }) {
  const { findings, traceId, journeyId } = diagnosis;
  return (
    <>
      <h4>
        {findings.length === 1
          ? 'The first broken hop'
          : `The first broken hop: ${findings.length} things fit`}
      </h4>
      <ol className="why-findings">
        {findings.map((finding) => (
          <FindingItem key={`${finding.cause} ${finding.namespace}`} finding={finding} />
        ))}
      </ol>
      <WhyReplay traceId={traceId} journeyId={journeyId} />
    </>
  );
}

function FindingItem({ finding }: { readonly finding: Finding }) {
  const session = useLab();
  return (
    <li>
      <p className="why-sentence">
        <InlineCode text={finding.text} />
        {finding.certainty === 'inferred' && <Inferred />}
      </p>
      <div className="why-actions">
        {finding.objects.length > 0 && (
          <Button onClick={() => session.pointAt(finding.objects)}>Light it in the picture</Button>
        )}
        {finding.lookAt !== null && (
          <span>
            Look at it: <CommandLine command={finding.lookAt} machine={finding.machine} />
          </span>
        )}
      </div>
      {finding.evidence.map((evidence) => (
        <EvidenceBlock
          key={`${evidence.command} ${evidence.output}`}
          // What is to be looked at stands above, with the way to run it.
          evidence={evidence.command === finding.lookAt ? { ...evidence, command: null } : evidence}
        />
      ))}
    </li>
  );
}
