'use client';
/** "Send: ping or tcp, from there, to that": one packet's way, recorded. */
import { type FormEvent, useId, useState } from 'react';
import { probeSchema, type TraceAim } from '../../server/protocol/journey.ts';
import { useView } from '../lab/lab-context.tsx';
import { namespaceTitle, surveyOf } from '../topology/survey.ts';
import { terminalPlaceOf } from '../topology/wording.ts';
import { Button } from '../ui/button.tsx';

const probeMs = 8_000; // as long as its answer may take, a name's resolution included

export function SendForm(props: {
  readonly isHidden: boolean; // and keeps what was chosen
  readonly isBusy: boolean;
  readonly onSend: (aim: TraceAim, durationMs: number) => Promise<void>;
}) {
  const topology = useView((view) => view.lab.topology);
  const [kind, setKind] = useState<'ping' | 'tcp'>('ping');
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState('8.8.8.8');
  const [port, setPort] = useState('80');
  const [fault, setFault] = useState<string | null>(null);
  const id = useId();
  if (topology === null) return null;

  const survey = surveyOf(topology);
  const places = survey.machines.flatMap((machine) =>
    survey.namespacesOf(machine.name).flatMap((namespace) => {
      const place = terminalPlaceOf(namespace, survey);
      if (place === null) return [];
      const name = namespace.isRoot ? machine.name : namespaceTitle(namespace);
      return [{ key: namespace.key, name, place }];
    }),
  );
  const place = places.find(({ key }) => key === from) ?? places[0];

  const send = async (event: FormEvent) => {
    event.preventDefault();
    const probe = probeSchema.safeParse(
      kind === 'ping' ? { kind, to: to.trim() } : { kind, to: to.trim(), port: Number(port) },
    );
    if (place === undefined || to.trim() === '' || !probe.success) {
      setFault(kind === 'ping' ? 'Say to where.' : 'Say to where, and a port from 1 to 65535.');
      return;
    }
    setFault(null);
    await props.onSend({ kind: 'probe', ...place.place, probe: probe.data }, probeMs);
  };

  return (
    <form
      className="pk-send"
      hidden={props.isHidden}
      onSubmit={(event) => void send(event)}
      aria-label="Send a packet"
    >
      <select
        className="pk-field"
        aria-label="What to send"
        value={kind}
        onChange={({ target }) => setKind(target.value === 'tcp' ? 'tcp' : 'ping')}
      >
        <option value="ping">ping</option>
        <option value="tcp">tcp</option>
      </select>
      <label htmlFor={`${id}-from`}>from</label>
      <select
        id={`${id}-from`}
        className="pk-field"
        value={place?.key}
        onChange={({ target }) => setFrom(target.value)}
      >
        {places.map(({ key, name }) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
      <label htmlFor={`${id}-to`}>to</label>
      <input
        id={`${id}-to`}
        className="pk-field pk-address"
        value={to}
        list={`${id}-addresses`}
        maxLength={253}
        spellCheck={false}
        autoCapitalize="none"
        onChange={({ target }) => setTo(target.value)}
      />
      <datalist id={`${id}-addresses`}>
        {knownAddresses(survey.interfaces).map((address) => (
          <option key={address} value={address} />
        ))}
      </datalist>
      {kind === 'tcp' && (
        <>
          <label htmlFor={`${id}-port`}>port</label>
          <input
            id={`${id}-port`}
            className="pk-field pk-port"
            inputMode="numeric"
            value={port}
            maxLength={5}
            onChange={({ target }) => setPort(target.value)}
          />
        </>
      )}
      <Button type="submit" look="primary" disabled={props.isBusy}>
        Send
      </Button>
      {fault !== null && <p role="alert">{fault}</p>}
    </form>
  );
}

function knownAddresses(
  interfaces: readonly {
    readonly addresses: readonly { readonly address: string; readonly scope: string }[];
  }[],
): string[] {
  const all = interfaces.flatMap(({ addresses }) => addresses);
  return [
    ...new Set(all.filter(({ scope }) => scope === 'global').map(({ address }) => address)),
  ].sort();
}
