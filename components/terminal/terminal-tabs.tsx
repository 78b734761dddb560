import { AArrowDown, AArrowUp, Columns2, Ear, Plus, SquareTerminal, X } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import type { Terminal } from '../../server/protocol/lab.ts';
import { useLab, useView } from '../lab/lab-context.tsx';
import { split, unsplit } from '../lab/slots.ts';
import { IconButton } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { tabTitle } from './tab-title.ts';
import { type TerminalSettings, withCell } from './terminal-settings.ts';

/** The row above the terminals: which are open, which are in view, and how they look. */
export function TerminalTabs(props: {
  readonly isRecording: boolean; // there is one, and it stays
  readonly settings: TerminalSettings;
  readonly onSettings: (settings: TerminalSettings) => void;
}) {
  const { isRecording, settings, onSettings } = props;
  const session = useLab();
  const terminals = useView((view) => view.lab.terminals);
  const slots = useView((view) => view.slots);
  const isSplit = slots.length > 1;
  return (
    <div className="terminal-bar">
      <ul className="terminal-tabs" aria-label="Terminals">
        {terminals.map((terminal, index) => (
          <TerminalTab
            key={terminal.terminalId}
            terminal={terminal}
            title={tabTitle(terminals, index)}
            isLasting={isRecording}
          />
        ))}
      </ul>
      {!isRecording && <NewTerminal />}
      <div className="terminal-tools" role="toolbar" aria-label="Look of the terminals">
        <IconButton
          label="Smaller text"
          onClick={() => onSettings(withCell(settings, -1))}
          className="not-on-phone"
        >
          <AArrowDown aria-hidden size={16} />
        </IconButton>
        <IconButton label="Larger text" onClick={() => onSettings(withCell(settings, 1))}>
          <AArrowUp aria-hidden size={16} />
        </IconButton>
        <IconButton
          label="Screen reader mode"
          aria-pressed={settings.isScreenReader}
          onClick={() => onSettings({ ...settings, isScreenReader: !settings.isScreenReader })}
        >
          <Ear aria-hidden size={16} />
        </IconButton>
        {!isRecording && (
          <IconButton
            label="Two terminals side by side"
            aria-pressed={isSplit}
            className="not-on-phone"
            onClick={() => {
              session.store.setState((view) => (isSplit ? unsplit(view) : split(view)));
              if (!isSplit) session.fillSlots();
            }}
          >
            <Columns2 aria-hidden size={16} />
          </IconButton>
        )}
      </div>
    </div>
  );
}

function TerminalTab(props: {
  readonly terminal: Terminal;
  readonly title: string;
  readonly isLasting: boolean;
}) {
  const session = useLab();
  const { terminal, title } = props;
  const { terminalId } = terminal;
  const isShown = useView((view) => view.slots.includes(terminalId));
  const isActive = useView((view) => view.slots[view.activeSlot] === terminalId);
  return (
    <li className="terminal-tab" data-shown={isShown} data-active={isActive}>
      <button
        type="button"
        aria-current={isActive ? 'true' : undefined}
        onClick={() => session.showTerminal(terminalId)}
      >
        <span
          className="terminal-dot"
          data-shell={terminal.ended === null ? terminal.shell.kind : 'ended'}
        />
        {title}
      </button>
      {!props.isLasting && (
        <IconButton
          label={`Close terminal ${title}`}
          onClick={() => void session.closeTerminal(terminalId)}
        >
          <X aria-hidden size={13} />
        </IconButton>
      )}
    </li>
  );
}

/** Opens a terminal on the only machine at once; asks which one where there are several. */
function NewTerminal() {
  const session = useLab();
  const machines = useView(
    useShallow((view) =>
      (view.lab.topology?.objects ?? []).flatMap((object) =>
        object.kind === 'machine' && object.role === 'learner' ? [object.name] : [],
      ),
    ),
  );
  const open = (machine: string) => void session.openTerminal({ machine, namespacePath: null });
  const [only] = machines;
  if (machines.length <= 1) {
    return (
      <IconButton
        label="New terminal"
        onClick={() => (only === undefined ? void session.openFirstMachine() : open(only))}
      >
        <Plus aria-hidden size={16} />
      </IconButton>
    );
  }
  return (
    <Menu label="New terminal" icon={<Plus aria-hidden size={16} />}>
      {machines.map((machine) => (
        <button key={machine} type="button" onClick={() => open(machine)}>
          <SquareTerminal aria-hidden size={14} /> on {machine}
        </button>
      ))}
    </Menu>
  );
}
