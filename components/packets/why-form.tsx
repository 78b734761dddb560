'use client';
/** "From there, can I reach that?": filled in with what is known, and the person's to change. */
import { type FormEvent, useId, useState } from 'react';
import { probeSchema } from '../../server/protocol/journey.ts';
import { useView } from '../lab/lab-context.tsx';
import type { WhyQuestion } from '../lab/lab-store.ts';
import { namespaceTitle, type Survey, surveyOf } from '../topology/survey.ts';
import { terminalPlaceOf } from '../topology/wording.ts';
import { Button } from '../ui/button.tsx';

export function WhyForm(props: {
  readonly filledIn: WhyQuestion | null;
  readonly isBusy: boolean;
  readonly onAsk: (question: WhyQuestion) => void;
}) {
  const { filledIn } = props;
  const topology = useView((view) => view.lab.topology);
  const [kind, setKind] = useState(filledIn?.probe.kind ?? 'ping');
  const [to, setTo] = useState(filledIn?.probe.to ?? '');
  const [port, setPort] = useState(`${filledIn?.probe.kind === 'tcp' ? filledIn.probe.port : 80}`);
  const [size, setSize] = useState('');
  const [from, setFrom] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const addresses = useId();
  if (topology === null) return null;

  const survey = surveyOf(topology);
  const places = placesOf(survey);
  const place =
    places.find(({ key }) => key === from) ??
    places.find((one) => isPlaceOf(filledIn, one.place)) ??
    places[0];

  const ask = (event: FormEvent) => {
    event.preventDefault();
    const probe = probeSchema.safeParse({
      kind,
      to: to.trim(),
      ...(kind === 'tcp' && { port: Number(port) }),
      ...(kind === 'ping' && size.trim() !== '' && { sizeBytes: Number(size) }),
    });
    if (place === undefined || to.trim() === '') return setFault('Say what you want to reach.');
    if (!probe.success) {
      return setFault(
        kind === 'tcp' ? 'A port is a number from 1 to 65535.' : 'At most 65507 bytes.',
      );
    }
    setFault(null);
    props.onAsk({ ...place.place, probe: probe.data });
  };

  return (
    <form className="why-form" onSubmit={ask} aria-label="What does not work?">
      <label>
        From
        <select value={place?.key} onChange={({ target }) => setFrom(target.value)}>
          {places.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        can I reach
        <input
          className="why-address"
          value={to}
          list={addresses}
          maxLength={253}
          placeholder="address or name"
          spellCheck={false}
          autoCapitalize="none"
          onChange={({ target }) => setTo(target.value)}
        />
      </label>
      <datalist id={addresses}>
        {addressesOf(survey).map((address) => (
          <option key={address} value={address} />
        ))}
      </datalist>
      <label>
        by
        <select
          value={kind}
          onChange={({ target }) => setKind(target.value === 'tcp' ? 'tcp' : 'ping')}
        >
          <option value="ping">ping</option>
          <option value="tcp">TCP port</option>
        </select>
      </label>
      {kind === 'tcp' ? (
        <input
          className="why-number"
          aria-label="Port"
          inputMode="numeric"
          value={port}
          maxLength={5}
          onChange={({ target }) => setPort(target.value)}
        />
      ) : (
        <label>
          of
          <input
            className="why-number"
            inputMode="numeric"
            value={size}
            maxLength={5}
            placeholder="56"
            onChange={({ target }) => setSize(target.value)}
          />
          bytes
        </label>
      )}
      <Button type="submit" look="primary" disabled={props.isBusy}>
        Why not?
      </Button>
      {fault !== null && <p role="alert">{fault}</p>}
    </form>
  );
}

/** The namespaces in which the learner may open a terminal, too. */
function placesOf(survey: Survey) {
  return survey.machines.flatMap((machine) =>
    survey.namespacesOf(machine.name).flatMap((namespace) => {
      const place = terminalPlaceOf(namespace, survey);
      if (place === null) return [];
      const name = namespace.isRoot ? machine.name : namespaceTitle(namespace);
      return [{ key: namespace.key, name, place }];
    }),
  );
}

function isPlaceOf(
  question: WhyQuestion | null,
  { machine, namespacePath }: Pick<WhyQuestion, 'machine' | 'namespacePath'>,
): boolean {
  return question?.machine === machine && question.namespacePath === namespacePath;
}

function addressesOf({ interfaces }: Survey): string[] {
  const all = interfaces.flatMap((one) => one.addresses);
  const global = all.filter(({ scope }) => scope === 'global');
  return [...new Set(global.map(({ address }) => address))].sort();
}
