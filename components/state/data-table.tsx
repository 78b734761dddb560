import type { Mark } from './last-changes.ts';
import { Section } from './section.tsx';
import type { Row, Table } from './tables-of.ts';

/** More rows help nobody, and cost every frame. */
const rowLimit = 200;

export function DataTable(props: {
  readonly table: Table;
  readonly machine: string;
  readonly marks: ReadonlyMap<string, Mark>;
  /** Key of the row that the last answer speaks of. */
  readonly lit: string | null;
  readonly onSelect: (key: string) => void;
}) {
  const { table, machine, marks, lit, onSelect } = props;
  const { id, title, command, columns, rows, none } = table;
  const isBeyond = rows.length > rowLimit;
  const shown = isBeyond ? rows.filter(({ key }, index) => index < rowLimit || key === lit) : rows;
  return (
    <Section id={id} title={title} commands={[command]} machine={machine}>
      {rows.length === 0 ? (
        <p className="st-none">{none}</p>
      ) : (
        <div className="st-frame">
          <table className="st-table">
            <caption className="sr-only">
              {title}, {rows.length === 1 ? '1 line' : `${rows.length} lines`}
            </caption>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <Line
                  key={row.key}
                  row={row}
                  mark={marks.get(row.key) ?? null}
                  isLit={row.key === lit}
                  onSelect={onSelect}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {isBeyond && <LeftOut count={rows.length - shown.length} />}
    </Section>
  );
}

export function LeftOut({ count }: { readonly count: number }) {
  return <p className="st-none">{count} more are left out here; the command prints them all.</p>;
}

function Line(props: {
  readonly row: Row;
  readonly mark: Mark | null;
  readonly isLit: boolean;
  readonly onSelect: (key: string) => void;
}) {
  const { row, mark, isLit } = props;
  const [head = '', ...cells] = row.cells;
  return (
    <tr
      data-mark={mark ?? undefined}
      data-lit={isLit || undefined}
      aria-current={isLit || undefined}
    >
      <th scope="row">
        {mark === 'gone' ? (
          <del>{head}</del>
        ) : (
          <button type="button" onClick={() => props.onSelect(row.key)}>
            {head}
          </button>
        )}
        <MarkWord mark={mark} />
        {isLit && <span className="st-word">the kernel takes this</span>}
        {row.note !== null && <span className="st-word">{row.note}</span>}
      </th>
      {cells.map((cell, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell is what its column says
        <td key={index}>{cell}</td>
      ))}
    </tr>
  );
}

export function MarkWord({ mark }: { readonly mark: Mark | null }) {
  return mark === null ? null : <span className="st-word st-mark">{mark}</span>;
}

/** To the row that the last answer speaks of. */
export function goToLitLine() {
  const line = document.querySelector<HTMLElement>('.st-table tr[data-lit] > th > button');
  line?.scrollIntoView({ block: 'center' });
  line?.focus({ preventScroll: true });
}
