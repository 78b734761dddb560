/** How this browser likes its terminals. */
import * as z from 'zod/mini';

/** The width of a character: WebGL draws only whole pixels, and the DOM must agree with it. */
const cellRangePx = { min: 6, max: 14 } as const;
const widthOfFont = 0.6; // JetBrains Mono: of its size
const roundingPx = 0.05; // browsers set type a little smaller than told

const settingsSchema = z.strictObject({
  cellPx: z.int().check(z.minimum(cellRangePx.min), z.maximum(cellRangePx.max)),
  isScreenReader: z.boolean(),
});

export type TerminalSettings = z.infer<typeof settingsSchema>;

const key = 'patchbay.terminal';
const defaults: TerminalSettings = { cellPx: 8, isScreenReader: false };

export function storedSettings(): TerminalSettings {
  const stored = localStorage.getItem(key);
  if (stored === null) return defaults;
  const settings = z.safeParse(settingsSchema, parseJson(stored));
  return settings.success ? settings.data : defaults;
}

export function storeSettings(settings: TerminalSettings) {
  localStorage.setItem(key, JSON.stringify(settings));
}

export function withCell(settings: TerminalSettings, stepPx: number): TerminalSettings {
  const { min, max } = cellRangePx;
  return { ...settings, cellPx: Math.min(max, Math.max(min, settings.cellPx + stepPx)) };
}

export function fontSizePx({ cellPx }: TerminalSettings): number {
  return cellPx / widthOfFont + roundingPx;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // written by something else: the defaults hold
  }
}
