'use client';
/** Recording: start and stop it, send something, and how much was seen. */
import { Circle, Download, Send, Square } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Trace } from '../../server/protocol/journey.ts';
import { useLab, useView } from '../lab/lab-context.tsx';
import { isWithinReach, type WhyQuestion } from '../lab/lab-store.ts';
import { runningTrace, type TracedJourneys } from '../lab/traces-state.ts';
import { Button } from '../ui/button.tsx';
import { ProbeForm } from './probe-form.tsx';
import { useShownTrace } from './use-replay.ts';

const followMs = 60_000; // as long as the server allows: who learns, types slowly
const probeMs = 8_000; // as long as its answer may take, a name's resolution included

/** In the world of most lessons it is always there; from where is chosen. */
const firstQuestion: WhyQuestion = {
  machine: '',
  namespacePath: null,
  probe: { kind: 'ping', to: '8.8.8.8' },
};

export function TraceBar() {
  const session = useLab();
  const running = useView(({ lab }) => runningTrace(lab.traces));
  const canStart = useView(isWithinReach);
  const [isSending, setSending] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const follower = useRef<HTMLButtonElement>(null);
  const stopper = useRef<HTMLButtonElement>(null);
  const [isStarting, setStarting] = useState(false);
  const start = async (...[aim, durationMs]: Parameters<typeof session.startTrace>) => {
    setStarting(true);
    const trace = await session.startTrace(aim, durationMs);
    setStarting(false);
    return trace !== null;
  };
  // What is pressed goes away; the focus moves on to what can be pressed next.
  const follow = async () => {
    if (await start({ kind: 'watch' }, followMs)) stopper.current?.focus();
  };
  const stop = async (traceId: string) => {
    if ((await session.stopTrace(traceId)).ok) follower.current?.focus();
  };
  const send = async (question: WhyQuestion) => {
    if (!(await start({ kind: 'probe', ...question }, probeMs))) return;
    setSending(false);
    opener.current?.focus();
  };
  return (
    <div className="pk-bar">
      <div className="pk-tools" role="toolbar" aria-label="Recording">
        <Button
          ref={follower}
          disabled={!canStart || isStarting || running !== null}
          onClick={() => void follow()}
        >
          <Circle size={12} fill="currentColor" aria-hidden="true" />
          Follow packets
        </Button>
        <Button
          ref={opener}
          aria-expanded={isSending}
          disabled={!canStart && !isSending}
          onClick={() => setSending(!isSending)}
        >
          <Send size={13} aria-hidden="true" />
          Send…
        </Button>
        {running === null ? (
          <Seen />
        ) : (
          <>
            <TimeLeft trace={running} />
            {/* In a place of its own: when time runs out under the hand, nothing else is pressed. */}
            <Button ref={stopper} disabled={!canStart} onClick={() => void stop(running.traceId)}>
              <Square size={11} fill="currentColor" aria-hidden="true" />
              Stop
            </Button>
          </>
        )}
      </div>
      <ProbeForm
        label="Send a packet"
        words={{ from: 'from', to: 'to', submit: 'Send' }}
        filledIn={firstQuestion}
        isHidden={!isSending}
        isBusy={!canStart || isStarting || running !== null}
        onSubmit={(question) => void send(question)}
      />
      <BlindSpots />
    </div>
  );
}

function TimeLeft({ trace }: { readonly trace: Trace }) {
  const traced = useView(({ lab }) => lab.traces.find((each) => each.trace === trace));
  const serverAheadMs = useView((view) => view.lab.serverAheadMs);
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const endsAtMs = trace.state.kind === 'running' ? trace.state.endsAtMs : 0;
  const seconds = Math.max(0, Math.ceil((endsAtMs - serverAheadMs - nowMs) / 1000));
  return (
    <p className="pk-recording">
      <span role="status">recording</span>
      <span role="timer">{seconds} s left</span>
      <span>{packetWords(traced)}</span>
    </p>
  );
}

/** What the trace that is looked at holds, which one it is, and the way out of the page. */
function Seen() {
  const session = useLab();
  const labId = useView((view) => view.lab.labId);
  const traces = useView((view) => view.lab.traces);
  const shown = useShownTrace();
  if (shown === null) return null;
  const { trace } = shown;
  return (
    <>
      {traces.length > 1 && (
        <select
          className="pk-field"
          aria-label="Recording to look at"
          value={trace.traceId}
          onChange={({ target }) => session.showTrace(target.value)}
        >
          {traces.toReversed().map(({ trace: each }) => (
            <option key={each.traceId} value={each.traceId}>
              {clock.format(each.startedAtMs)} {aimWords(each)}
            </option>
          ))}
        </select>
      )}
      <span className="pk-quiet" role="status">
        {[packetWords(shown), trace.state.kind === 'running' ? '' : trace.state.reason]
          .filter((words) => words !== '')
          .join(' · ')}
      </span>
      {trace.captured > 0 && labId !== null && (
        <a
          className="pk-save"
          href={`/api/labs/${labId}/traces/${trace.traceId}.pcapng`}
          download={`patchbay-${trace.traceId}.pcapng`}
          title="Save as pcapng, to open in Wireshark"
        >
          <Download size={13} aria-hidden="true" />
          pcapng
        </a>
      )}
    </>
  );
}

/** What was not seen is said where the list is read, never left to be noticed. */
function BlindSpots() {
  const trace = useShownTrace()?.trace;
  if (trace === undefined) return null;
  const sentences = [
    ...(trace.leftOut === 0
      ? []
      : [`${trace.leftOut} more packets came than a recording keeps. They are not told here.`]),
    ...trace.blindSpots,
  ];
  if (sentences.length === 0) return null;
  return (
    <ul className="pk-blind" aria-label="What was not seen">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

/** A packet is seen once on every interface that it passes: that is most of the difference. */
function packetWords(traced: TracedJourneys | undefined): string {
  if (traced === undefined || traced.knowledge === 'listed') return '';
  const { size } = traced.journeys;
  const { captured } = traced.trace;
  return `${size} ${size === 1 ? 'packet' : 'packets'}, seen ${captured === 1 ? 'once' : `${captured} times`}`;
}

function aimWords({ aim }: Trace): string {
  if (aim.kind === 'watch') return 'followed';
  const { probe } = aim;
  return probe.kind === 'ping' ? `ping ${probe.to}` : `tcp ${probe.to} ${probe.port}`;
}

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
