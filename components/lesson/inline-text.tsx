import type { Root } from 'hast';
import { toJsxRuntime } from 'hast-util-to-jsx-runtime';
import { Fragment, jsx, jsxs } from 'react/jsx-runtime';

/** A paragraph's content, such as the text of a term. */
export function InlineText({ text }: { readonly text: Root }) {
  return toJsxRuntime(text, { Fragment, jsx, jsxs });
}
