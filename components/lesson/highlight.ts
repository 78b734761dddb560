/** Colours code on the server, with the page's own custom properties as its theme. */
import type { Root } from 'hast';
import { createCssVariablesTheme, createHighlighterCore, type HighlighterCore } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';

const theme = createCssVariablesTheme({ name: 'patchbay', variablePrefix: '--code-' });

let made: Promise<HighlighterCore> | null = null; // grammars take a while to load; they hold no state

function highlighter(): Promise<HighlighterCore> {
  made ??= createHighlighterCore({
    themes: [theme],
    langs: [
      import('shiki/langs/bash.mjs'),
      import('shiki/langs/shellsession.mjs'),
      import('shiki/langs/python.mjs'),
      import('shiki/langs/yaml.mjs'),
      import('shiki/langs/c.mjs'),
      import('shiki/langs/json.mjs'),
    ],
    engine: createJavaScriptRegexEngine(),
  });
  return made;
}

/** `<pre><code>…` of spans; null when the language is not one of those known. */
export async function highlight(code: string, language: string): Promise<Root | null> {
  const shiki = await highlighter();
  if (!shiki.getLoadedLanguages().includes(language)) return null;
  return shiki.codeToHast(code, { lang: language, theme: 'patchbay' });
}
