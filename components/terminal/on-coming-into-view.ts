/** Calls back each time that the element has come into view. */
export function onComingIntoView(element: HTMLElement, take: () => void): () => void {
  const observer = new IntersectionObserver((entries) => {
    if (entries.at(-1)?.isIntersecting === true) take();
  });
  observer.observe(element);
  return () => observer.disconnect();
}
