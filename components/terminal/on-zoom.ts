/**
 * Calls back when the browser's zoom, or the screen, gives a CSS pixel another number of dots. Cells
 * are whole dots wide, so that other columns then fit. A frame later: xterm measures its cells anew
 * on the same event.
 */
export function onZoom(take: () => void): () => void {
  const ending = new AbortController();
  let frame = 0;
  const follow = () => {
    // A query asks for one resolution only, so that each change needs the next one.
    const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    const changed = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(take);
      follow();
    };
    query.addEventListener('change', changed, { once: true, signal: ending.signal });
  };
  follow();
  return () => {
    ending.abort();
    cancelAnimationFrame(frame);
  };
}
