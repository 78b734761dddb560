/** The script that a browser must have before a lesson page works, as the page's HTML asks for it. */
import { gzipSync } from 'node:zlib';
import { startProduct } from '../product.ts';
import { fixed, type Row } from '../report.ts';

export async function measureFirstLoad(): Promise<Row[]> {
  await using product = await startProduct({ PATCHBAY_WARM: '0' });
  const page = await fetch(`${product.url}/lessons/a-namespace-of-its-own`);
  const bytes = (await Promise.all(scriptsOf(await page.text()).map(gzipBytes))).reduce(
    (sum, each) => sum + each,
    0,
  );
  return [
    {
      id: 'first-load',
      what: 'first load of a lesson page, gzip, before the terminal and the picture load lazily',
      mustBe: 'under 150 KB of script',
      measured: `${fixed(bytes / 1024, 0)} KB`,
      isMet: bytes < 150 * 1024,
      figures: { scriptBytes: bytes },
    },
  ];

  async function gzipBytes(path: string): Promise<number> {
    const script = await fetch(new URL(path, product.url));
    return gzipSync(Buffer.from(await script.arrayBuffer())).length;
  }
}

/** Without those that only browsers without modules load. */
function scriptsOf(html: string): string[] {
  const tags = html.match(/<script[^>]*\ssrc="[^"]+"[^>]*>/g) ?? [];
  const paths = tags
    .filter((tag) => !/\snomodule/i.test(tag))
    .flatMap((tag) => /\ssrc="([^"]+)"/.exec(tag)?.[1] ?? []);
  return [...new Set(paths)];
}
