import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { IconButton } from '../ui/button.tsx';

/** Finds text in a terminal's scrollback: Enter for the next match upwards, Escape to leave. */
export function SearchBar(props: {
  readonly onFind: (text: string, direction: 'next' | 'previous') => void;
  readonly onClose: () => void;
}) {
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <search className="terminal-search">
      <input
        ref={input}
        value={text}
        aria-label="Find in this terminal"
        placeholder="Find"
        onChange={(event) => {
          setText(event.target.value);
          props.onFind(event.target.value, 'previous');
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') props.onClose();
          if (event.key === 'Enter') props.onFind(text, event.shiftKey ? 'next' : 'previous');
        }}
      />
      <IconButton label="Previous match" onClick={() => props.onFind(text, 'previous')}>
        <ChevronUp aria-hidden size={15} />
      </IconButton>
      <IconButton label="Next match" onClick={() => props.onFind(text, 'next')}>
        <ChevronDown aria-hidden size={15} />
      </IconButton>
      <IconButton label="Close search" onClick={props.onClose}>
        <X aria-hidden size={15} />
      </IconButton>
    </search>
  );
}
