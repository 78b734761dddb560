/** The way to each table, with how much stands in it. */
export function SectionIndex(props: {
  readonly sections: readonly {
    readonly id: string;
    readonly title: string;
    readonly count: number | null;
  }[];
}) {
  return (
    <nav className="st-index" aria-label="Tables">
      {props.sections.map(({ id, title, count }) => (
        <button key={id} type="button" onClick={() => goTo(id)}>
          {title} {count !== null && <span>{count}</span>}
        </button>
      ))}
    </nav>
  );
}

export function sectionId(id: string): string {
  return `state-${id}`;
}

function goTo(id: string) {
  const heading = document.getElementById(sectionId(id));
  heading?.scrollIntoView({ block: 'start' });
  heading?.focus({ preventScroll: true });
}
