'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useEffect, useState } from 'react';
import { themeKey } from './before-paint.ts';
import { IconButton } from './button.tsx';

const choices = ['system', 'light', 'dark'] as const;
type Choice = (typeof choices)[number];
const icons = { system: Monitor, light: Sun, dark: Moon } satisfies Record<Choice, unknown>;

/** Goes round system, light, dark; the choice is kept in this browser. */
export function ThemeSwitch() {
  const [choice, setChoice] = useState<Choice>('system');

  useEffect(() => {
    const stored = localStorage.getItem(themeKey);
    const chosen = choices.find((each) => each === stored) ?? 'system';
    setChoice(chosen);
    paint(chosen); // pages of errors are made without the script that has done so elsewhere
  }, []);

  const next = choices[(choices.indexOf(choice) + 1) % choices.length] ?? 'system';
  const Icon = icons[choice];
  return (
    <IconButton
      label={`Theme: ${choice}. Change to ${next}`}
      onClick={() => {
        setChoice(next);
        keep(next);
        paint(next);
      }}
    >
      <Icon aria-hidden size={16} />
    </IconButton>
  );
}

function keep(choice: Choice) {
  if (choice === 'system') localStorage.removeItem(themeKey);
  else localStorage.setItem(themeKey, choice);
}

function paint(choice: Choice) {
  const isDark =
    choice === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : choice === 'dark';
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
}
