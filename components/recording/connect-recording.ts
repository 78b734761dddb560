/**
 * Stands where the socket to a lab would: the same page, filled from a recording. It prints and
 * changes what was printed and changed then; what is asked of a lab it refuses.
 */

import type { Notice } from '../../server/protocol/events.ts';
import { recordingSchema } from '../../server/protocol/recording.ts';
import type { LabSocket } from '../lab/lab-socket.ts';
import { emptyLab } from '../lab/lab-state.ts';
import type { LabStore } from '../lab/lab-store.ts';
import { type Film, makeFilm, networkAt, printedBy } from './playback.ts';
import { createPlayer, type Player } from './player.ts';

const terminalId = 'recording';

/** Where the picture and the terminal of a recording are fetched. */
export type RecordingPlace = { readonly picture: string; readonly terminal: string };

export type RecordingLine = {
  readonly place: RecordingPlace;
  readonly store: LabStore;
  readonly onOutput: (output: Notice<'terminal:output'>) => void;
  readonly onDetached: (terminalId: string) => void;
  readonly onPlayer: (player: Player) => void;
};

/** What cannot be fetched or read is told as a line that has stopped. */
export async function connectRecording(options: RecordingLine): Promise<LabSocket> {
  const film = await fetchFilm(options.place).catch(() => null);
  if (film === null) {
    const reason = 'There is no recording of this lesson here. Its text can be read all the same.';
    options.store.setState({ connection: { kind: 'stopped', reason } });
    return { request: async () => refusal, close: () => undefined };
  }
  return showFilm(film, options);
}

function showFilm(
  film: Film,
  { store, onOutput, onDetached, onPlayer }: Omit<RecordingLine, 'place'>,
): LabSocket {
  let shownSeq = 0;

  const player = createPlayer(film, {
    onMoment(atMs) {
      const { topology, changes } = networkAt(film, atMs);
      store.setState(({ lab }) => ({ lab: { ...lab, topology, changes } }));
      const seq = shownSeq;
      shownSeq = printedBy(film, atMs);
      // Of a screen nothing can be taken back: it begins anew.
      if (shownSeq < seq) onDetached(terminalId);
      else print(seq, false);
    },
    onState: (playback) => store.setState({ playback }),
  });

  function print(fromSeq: number, replay: boolean) {
    const data = film.printed.slice(fromSeq, shownSeq);
    if (data.length > 0) onOutput({ terminalId, seq: fromSeq, data, replay });
  }

  store.setState({
    connection: { kind: 'open', epoch: 1 },
    lab: {
      ...emptyLab,
      labId: terminalId,
      state: { kind: 'ready', expiresAtMs: Number.MAX_SAFE_INTEGER },
      terminals: [
        {
          terminalId,
          title: 'recording',
          place: { machine: 'host', namespacePath: null },
          shell: { kind: 'unknown' },
          whereabouts: { kind: 'unknown' },
          head: '',
          ended: null,
        },
      ],
      topology: film.start,
    },
    slots: [terminalId],
    playback: player.state(),
  });

  onPlayer(player);
  return {
    async request(name, request) {
      if (name === 'terminal:attach' && 'fromSeq' in request) {
        print(Math.min(request.fromSeq, shownSeq), true);
        return { ok: true, firstSeq: 0, nextSeq: shownSeq, modes: '' };
      }
      return refusal;
    },
    close: player.pause,
  };
}

const refusal = {
  ok: false,
  code: 'unavailable',
  message: 'This is a recording. Open the lab to try it yourself.',
} as const;

async function fetchFilm(place: RecordingPlace): Promise<Film> {
  const [picture, terminal] = await Promise.all(
    [place.picture, place.terminal].map(async (url) => {
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
      return answer;
    }),
  );
  return makeFilm(recordingSchema.parse(await picture?.json()), (await terminal?.text()) ?? '');
}
