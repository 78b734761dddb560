'use client';

import { Search } from 'lucide-react';
import { type MouseEvent, useEffect, useState } from 'react';
import { late } from '../ui/late.tsx';

const SearchDialog = late(() =>
  import('./search-dialog.tsx').then((module) => module.SearchDialog),
);

/** Opens the search over the page, as `/` does. Without scripts it leads to the page of the search. */
export function SearchOpener() {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      const { target } = event;
      const isTyping =
        target instanceof HTMLElement && target.closest('input, textarea, select, dialog[open]');
      if (isTyping) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  const open = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    setOpen(true);
  };
  return (
    <>
      <a
        className="icon-button"
        href="/search"
        aria-label="Search the lessons"
        aria-keyshortcuts="/"
        title="Search the lessons (/)"
        onClick={open}
      >
        <Search aria-hidden size={16} />
      </a>
      {isOpen && <SearchDialog onClose={() => setOpen(false)} />}
    </>
  );
}
