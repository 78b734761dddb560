/** The page's palette for the terminal. Colours of the page come from its custom properties. */
import type { ITheme } from '@xterm/xterm';

const ansi: Readonly<Record<'light' | 'dark', ITheme>> = {
  light: {
    black: '#1b2026',
    red: '#b0261c',
    green: '#23693c',
    yellow: '#8a5300',
    blue: '#1d4f91',
    magenta: '#7a3a86',
    cyan: '#10666e',
    white: '#8d929a',
    brightBlack: '#666e77',
    brightRed: '#c8372c',
    brightGreen: '#2d7f4a',
    brightYellow: '#9c640c',
    brightBlue: '#2a66b4',
    brightMagenta: '#914b9e',
    brightCyan: '#197c85',
    brightWhite: '#454d56',
  },
  dark: {
    black: '#2b3136',
    red: '#ff8f84',
    green: '#7fc790',
    yellow: '#e3b262',
    blue: '#8db7f5',
    magenta: '#d2a0dd',
    cyan: '#79c9d1',
    white: '#cfd4d8',
    brightBlack: '#8e969e',
    brightRed: '#ffaaa1',
    brightGreen: '#a0dcae',
    brightYellow: '#f0cb8d',
    brightBlue: '#b1cefa',
    brightMagenta: '#e2bfea',
    brightCyan: '#a0dce2',
    brightWhite: '#ffffff',
  },
};

export function currentTheme(): ITheme {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const name = document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light';
  return {
    ...ansi[name],
    background: colour('--paper-raised'),
    foreground: colour('--ink'),
    cursor: colour('--accent'),
    cursorAccent: colour('--paper-raised'),
    selectionBackground: name === 'dark' ? '#34507a' : '#c5d7ee',
    selectionInactiveBackground: name === 'dark' ? '#2b3a50' : '#dbe5f1',
  };
}

export function followTheme(take: (theme: ITheme) => void): () => void {
  const observer = new MutationObserver(() => take(currentTheme()));
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
