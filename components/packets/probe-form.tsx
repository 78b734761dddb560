'use client';
/** From where, to what, by what: a question to the network, filled in and the person's to change. */
import './probe-form.css';
import { type FormEvent, useId, useState } from 'react';
import { probeSchema } from '../../server/protocol/journey.ts';
import { useView } from '../lab/lab-context.tsx';
import type { WhyQuestion } from '../lab/lab-store.ts';
import { namespaceTitle, type Survey, surveyOf } from '../topology/survey.ts';
import { terminalPlaceOf } from '../topology/wording.ts';
import { Button } from '../ui/button.tsx';

export type ProbeFormProps = {
  readonly label: string;
  readonly words: { readonly from: string; readonly to: string; readonly submit: string };
  readonly filledIn: WhyQuestion | null;
  readonly isHidden?: boolean; // and keeps what was chosen
  readonly isBusy: boolean;
  readonly onSubmit: (question: WhyQuestion) => void;
};

export function ProbeForm({ words, filledIn, ...props }: ProbeFormProps) {
  const topology = useView((view) => view.lab.topology);
  const [kind, setKind] = useState(filledIn?.probe.kind ?? 'ping');
  const [to, setTo] = useState(filledIn?.probe.to ?? '');
  const [port, setPort] = useState(`${filledIn?.probe.kind === 'tcp' ? filledIn.probe.port : 80}`);
  const [size, setSize] = useState('');
  const [from, setFrom] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const id = useId();
  if (topology === null) return null;

  const survey = surveyOf(topology);
  const places = placesOf(survey);
  const place =
    places.find(({ key }) => key === from) ??
    places.find((one) => isPlaceOf(filledIn, one.place)) ??
    places[0];

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const probe = probeSchema.safeParse({
      kind,
      to: to.trim(),
      ...(kind === 'tcp' && { port: Number(port) }),
      ...(kind === 'ping' && size.trim() !== '' && { sizeBytes: Number(size) }),
    });
    if (place === undefined || to.trim() === '') return setFault('Say an address or a name.');
    if (!probe.success) {
      return setFault(
        kind === 'tcp' ? 'A port is a number from 1 to 65535.' : 'At most 65507 bytes.',
      );
    }
    setFault(null);
    props.onSubmit({ ...place.place, probe: probe.data });
  };

  return (
    <form
      className="probe-form"
      hidden={props.isHidden}
      onSubmit={submit}
      aria-label={props.label}
      noValidate
    >
      <span>
        <label htmlFor={`${id}-from`}>{words.from}</label>
        <select
          id={`${id}-from`}
          value={place?.key}
          onChange={({ target }) => setFrom(target.value)}
        >
          {places.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
      </span>
      <span>
        <label htmlFor={`${id}-to`}>{words.to}</label>
        <input
          id={`${id}-to`}
          className="probe-address"
          value={to}
          list={`${id}-addresses`}
          maxLength={253}
          placeholder="address or name"
          spellCheck={false}
          autoCapitalize="none"
          onChange={({ target }) => setTo(target.value)}
        />
      </span>
      <datalist id={`${id}-addresses`}>
        {addressesOf(survey).map((address) => (
          <option key={address} value={address} />
        ))}
      </datalist>
      <span>
        <label htmlFor={`${id}-by`}>by</label>
        <select
          id={`${id}-by`}
          value={kind}
          onChange={({ target }) => setKind(target.value === 'tcp' ? 'tcp' : 'ping')}
        >
          <option value="ping">ping</option>
          <option value="tcp">TCP port</option>
        </select>
      </span>
      {kind === 'tcp' ? (
        <input
          className="probe-number"
          aria-label="Port"
          inputMode="numeric"
          value={port}
          maxLength={5}
          onChange={({ target }) => setPort(target.value)}
        />
      ) : (
        <span>
          of
          <input
            className="probe-number"
            aria-label="Bytes of data"
            inputMode="numeric"
            value={size}
            maxLength={5}
            placeholder="56"
            onChange={({ target }) => setSize(target.value)}
          />
          bytes
        </span>
      )}
      <Button type="submit" look="primary" disabled={props.isBusy}>
        {words.submit}
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
