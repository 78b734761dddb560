/**
 * What must be settled before the first paint: the theme and the sizes of the panes. Both live as
 * attributes and custom properties of <html>, so that no element has to move after hydration.
 */

export const themeKey = 'patchbay.theme'; // light | dark; absent: as the system

/** Sizes are remembered for each kind of viewport, since a good split of one is a bad one of another. */
export const splitKey = (id: string, viewport: string) => `patchbay.split.${viewport}.${id}`;
export const splitProperty = (id: string) => `--split-${id}`;
export const wideViewport = '(min-width: 1200px)';
/** Where one pane is in view at a time; see app/lab.css. */
export const phoneViewport = '(max-width: 799px)';
export const viewportName = (isWide: boolean) => (isWide ? 'wide' : 'narrow');

// `bench`: the picture's share while a drawer beneath it is open, as `picture` is while none is.
const splits = ['lesson', 'picture', 'bench', 'drawer', 'terminal'] as const;
export type SplitId = (typeof splits)[number];

/** Runs as text in <head>, hence without any import of its own. */
function beforePaint(theme: string, wide: string, keys: readonly (readonly string[])[]) {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const stored = (key: string) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage is forbidden here: everything keeps its default
    }
  };
  const paint = () => {
    root.dataset.theme = stored(theme) ?? (dark.matches ? 'dark' : 'light');
  };
  paint();
  dark.addEventListener('change', paint);
  for (const [property = '', wideKey = '', narrowKey = ''] of keys) {
    const size = stored(matchMedia(wide).matches ? wideKey : narrowKey);
    if (size !== null && /^\d{1,2}(\.\d+)?%$/.test(size)) root.style.setProperty(property, size);
  }
}

const splitKeys = splits.map((id) => [
  splitProperty(id),
  splitKey(id, viewportName(true)),
  splitKey(id, viewportName(false)),
]);

export const beforePaintScript = `(${beforePaint})(${JSON.stringify(themeKey)},${JSON.stringify(wideViewport)},${JSON.stringify(splitKeys)})`;
