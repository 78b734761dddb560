/**
 * Calls back when the element has come into view, after xterm has taken its size. Out of view xterm
 * measures nothing: with fewer rows than before it then takes what is printed for a scroll upwards,
 * and follows no longer. It wakes by an observer of its own, and draws in the frame after that.
 */
export function onComingIntoView(element: HTMLElement, take: () => void): () => void {
  let frame = 0;
  const observer = new IntersectionObserver((entries) => {
    if (entries.at(-1)?.isIntersecting !== true) return;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(take);
    });
  });
  observer.observe(element);
  return () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
  };
}
