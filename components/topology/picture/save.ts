/** The picture as a file of its own: styles and colours inside, ordinary fonts as a second choice. */
import type { Rect } from '../layout/shapes.ts';

const pngScale = 2;

export async function saveSvg(svg: SVGSVGElement, bounds: Rect): Promise<void> {
  const text = await standalone(svg, bounds);
  download(new Blob([text], { type: 'image/svg+xml' }), 'network.svg');
}

export async function savePng(svg: SVGSVGElement, bounds: Rect): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await standalone(svg, bounds))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = bounds.width * pngScale;
  canvas.height = bounds.height * pngScale;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => {
    if (blob !== null) download(blob, 'network.png');
  });
}

async function standalone(svg: SVGSVGElement, bounds: Rect): Promise<string> {
  const copy = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('viewBox', `${bounds.x} ${bounds.y} ${bounds.width} ${bounds.height}`);
  copy.setAttribute('width', String(bounds.width));
  copy.setAttribute('height', String(bounds.height));
  copy.setAttribute('class', 'tp-svg');
  const style = document.createElementNS('http://www.w3.org/2000/svg', 'style');
  copy.append(style);
  for (const child of svg.children) {
    const scene = child.cloneNode(true);
    if (!(scene instanceof Element)) continue;
    scene.removeAttribute('transform'); // the camera's
    for (const passing of scene.querySelectorAll('.tp-halo, .tp-leaving, .tp-whole'))
      passing.remove();
    for (const chosen of scene.querySelectorAll('.tp-selected'))
      chosen.classList.remove('tp-selected');
    copy.append(scene);
  }
  const colours = getComputedStyle(svg);
  style.textContent =
    (await ownFonts()) + plain(`svg{background:var(--paper)}${rulesOf(copy)}`, colours);
  return new XMLSerializer().serializeToString(copy);
}

/**
 * The page's faces for Latin text, as data. A face that cannot be fetched is left out: the next in
 * the list of families takes its place.
 */
async function ownFonts(): Promise<string> {
  const faces = pageRules()
    .filter((rule) => rule instanceof CSSFontFaceRule)
    .filter((rule) => isLatin(rule.style.getPropertyValue('unicode-range')));
  const written = await Promise.allSettled(faces.map(withData));
  return written.map((face) => (face.status === 'fulfilled' ? face.value : '')).join('');
}

function isLatin(range: string): boolean {
  return range === '' || /^U\+0*0-/i.test(range);
}

async function withData(face: CSSFontFaceRule): Promise<string> {
  const url = /url\("?([^")]+)"?\)/.exec(face.style.getPropertyValue('src'))?.[1];
  if (url === undefined) return '';
  const response = await fetch(new URL(url, face.parentStyleSheet?.href ?? document.baseURI));
  const bytes = new Uint8Array(await response.arrayBuffer());
  const data = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return face.cssText.replace(url, `data:font/woff2;base64,${data}`);
}

/** The rules of the page that apply inside of the picture. */
function rulesOf(picture: SVGSVGElement): string {
  return pageRules()
    .filter((rule) => rule instanceof CSSStyleRule)
    .filter(({ selectorText }) => selectorText.includes('.tp-'))
    .filter(
      ({ selectorText }) => picture.matches(selectorText) || picture.querySelector(selectorText),
    )
    .map(({ cssText }) => cssText)
    .join('');
}

/** Not every program that draws SVG knows variables. */
function plain(css: string, values: CSSStyleDeclaration): string {
  return css.replace(/var\((--[\w-]+)\)/g, (_, name) => values.getPropertyValue(name).trim());
}

function pageRules(): CSSRule[] {
  return [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
}

function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
