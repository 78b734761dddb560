import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { searchEntriesSchema } from '../../server/protocol/search.ts';
import { createFinder, type Finder } from './find.ts';
import { countOf, ResultList } from './result-list.tsx';

type Index =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'ready'; readonly find: Finder };

/** Search as one types, over whatever page is open. */
export function SearchDialog({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [index, setIndex] = useState<Index>({ kind: 'loading' });
  const [query, setQuery] = useState('');
  useEffect(() => {
    dialog.current?.showModal();
    loadFinder().then(
      (find) => setIndex({ kind: 'ready', find }),
      () => setIndex({ kind: 'failed' }),
    );
  }, []);
  const found = index.kind === 'ready' ? index.find(query) : [];
  const isAsked = query.trim() !== '';

  return (
    <dialog
      ref={dialog}
      className="search-dialog"
      aria-label="Search the lessons"
      onClose={onClose}
      onKeyDown={moveFocus}
      onClick={({ target }) => {
        // A click on the dialog itself, not on what is in it, is one beside it.
        const isBeside = target === dialog.current;
        const isChoice = target instanceof Element && target.closest('a') !== null;
        if (isBeside || isChoice) dialog.current?.close();
      }}
    >
      <search>
        <form action="/search" onSubmit={openFirst}>
          <input
            autoFocus
            type="search"
            name="q"
            autoComplete="off"
            aria-label="Search the lessons"
            placeholder="A word, a command, an address"
            value={query}
            onChange={({ target }) => setQuery(target.value)}
          />
        </form>
      </search>
      <p className="search-state" role="status">
        {stateWords(index, isAsked, found.length)}
      </p>
      <ResultList found={found} />
    </dialog>
  );
}

function stateWords({ kind }: Index, isAsked: boolean, found: number): string {
  if (kind === 'failed') return 'The lessons could not be fetched. Close this and try again.';
  if (!isAsked) return 'Enter opens the first, arrow keys go through the others.';
  return kind === 'ready' ? countOf(found) : 'Fetching the lessons…';
}

let loaded: Promise<Finder> | null = null; // the same for every dialog of this page

function loadFinder(): Promise<Finder> {
  loaded ??= fetch('/search/entries')
    .then((response) => response.json())
    .then((entries) => createFinder(searchEntriesSchema.parse(entries)))
    .catch((cause) => {
      loaded = null;
      throw cause;
    });
  return loaded;
}

/** The form's own way, to the page of the search, is for when there is nothing to open. */
function openFirst(event: FormEvent<HTMLFormElement>) {
  const dialog = event.currentTarget.closest('dialog');
  const first = dialog?.querySelector<HTMLAnchorElement>('.search-results a');
  if (first === null || first === undefined) return;
  event.preventDefault();
  first.click();
}

function moveFocus(event: KeyboardEvent<HTMLDialogElement>) {
  // A field for searches takes it for itself while there is something in it.
  if (event.key === 'Escape') event.currentTarget.close();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('input, .search-results a')];
  const here = stops.findIndex((stop) => stop.matches(':focus'));
  event.preventDefault();
  stops[Math.min(stops.length - 1, Math.max(0, here + step))]?.focus();
}
