import { IconButton } from '../ui/button.tsx';

const keys = [
  { label: 'Tab', shown: 'tab', data: '\t' },
  { label: 'Control-C', shown: '^C', data: '\x03' },
  { label: 'Control-D', shown: '^D', data: '\x04' },
  { label: 'Up', shown: '↑', data: '\x1b[A' },
  { label: 'Down', shown: '↓', data: '\x1b[B' },
  { label: 'Slash', shown: '/', data: '/' },
  { label: 'Hyphen', shown: '-', data: '-' },
  { label: 'Pipe', shown: '|', data: '|' },
] as const;

/** The keys that a phone's keyboard lacks; shown where there is no fine pointer. */
export function TerminalKeys({ onKey }: { readonly onKey: (data: string) => void }) {
  return (
    <div className="terminal-keys" role="toolbar" aria-label="Keys">
      {keys.map(({ label, shown, data }) => (
        <IconButton
          key={label}
          label={label}
          onPointerDown={(event) => event.preventDefault()} // keeps the keyboard open
          onClick={() => onKey(data)}
        >
          {shown}
        </IconButton>
      ))}
    </div>
  );
}
