import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, Copy } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { ShownCells } from '../../bridge/messages.ts';
import { useStudio } from '../desk.ts';
import { CellsPlot } from './CellsPlot.tsx';
import { cellOf, headOf } from './columns.ts';
import { shownRows, tableText, type View } from './shown-rows.ts';
import './cells-table.css';

const ROW = 26;

/** The cells of the picture with what was measured: sorted, filtered, chosen here or in the picture. */
export default function CellsTable() {
  const cells = useStudio((state) => state.cells);
  if (!cells)
    return <p className="row-hint">No cells are looked for yet. Open the stage Cells and find them.</p>;
  return <TableOf cells={cells} />;
}

/** Without the columns that nothing can be told in, as micrometres where the file gives no pixel size. */
const toldOf = (table: ShownCells['table']) =>
  table.filter(({ values }) => values.length === 0 || values.some(Number.isFinite));

function TableOf({ cells }: { cells: ShownCells }) {
  const { summary } = cells;
  const table = useMemo(() => toldOf(cells.table), [cells]);
  const chosen = useStudio((state) => state.chosenCells);
  const choose = useStudio((state) => state.chooseCells);
  const announce = useStudio((state) => state.announce);
  const [view, setView] = useState<View>({ by: 0, isDown: false, only: null });
  const rows = useMemo(() => shownRows(table, view), [table, view]);
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);

  const toggle = (label: number, more: boolean) => {
    if (!more) choose(chosen.size === 1 && chosen.has(label) ? [] : [label]);
    else choose(chosen.has(label) ? [...chosen].filter((one) => one !== label) : [...chosen, label]);
  };
  const copy = async () => {
    await navigator.clipboard.writeText(tableText(table, rows));
    announce('The table was copied');
  };
  const { only } = view;
  const limits = (column: number) => {
    const told = [...(table[column]?.values ?? [])].filter(Number.isFinite);
    return { low: Math.min(...told), high: Math.max(...told) };
  };

  return (
    <div className="cells">
      <div className="cells-bar">
        <b>{rows.length < cells.labels.count ? `${rows.length} of ${summary}` : summary}</b>
        {chosen.size > 0 && (
          <span>
            {chosen.size} chosen{' '}
            <button type="button" className="button-quiet" onClick={() => choose([])}>
              Choose none
            </button>
          </span>
        )}
        <span className="spring" />
        <label className="cells-only">
          Only where
          <select
            className="select"
            aria-label="Only where"
            value={only?.column ?? ''}
            onChange={({ target }) => {
              const column = target.value === '' ? null : Number(target.value);
              setView({ ...view, only: column === null ? null : { column, ...limits(column) } });
            }}
          >
            <option value="">all cells</option>
            {table.map(({ name }, i) => (
              <option key={name} value={i}>
                {headOf(name)}
              </option>
            ))}
          </select>
        </label>
        {only &&
          (['low', 'high'] as const).map((end) => (
            <input
              key={`${only.column} ${end}`}
              className="number"
              type="number"
              step="any"
              aria-label={end === 'low' ? 'At least' : 'At most'}
              defaultValue={only[end]}
              onChange={({ target }) => {
                const value = target.valueAsNumber;
                if (Number.isFinite(value)) setView({ ...view, only: { ...only, [end]: value } });
              }}
            />
          ))}
        <button type="button" className="button" onClick={() => void copy()}>
          <Copy aria-hidden />
          Copy
        </button>
      </div>
      <div className="cells-body">
        <CellsPlot table={table} />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls is reached by keyboard */}
        <section ref={scroll} className="cells-scroll" tabIndex={0} aria-label="Rows">
          <table aria-label="Cells" aria-rowcount={rows.length + 1}>
            <thead>
              <tr>
                {table.map(({ name }, i) => {
                  const isBy = view.by === i;
                  return (
                    <th
                      key={name}
                      scope="col"
                      aria-sort={isBy ? (view.isDown ? 'descending' : 'ascending') : undefined}
                    >
                      <button
                        type="button"
                        onClick={() => setView({ ...view, by: i, isDown: isBy && !view.isDown })}
                      >
                        {headOf(name)}
                        {isBy && (view.isDown ? <ArrowDown aria-hidden /> : <ArrowUp aria-hidden />)}
                      </button>
                    </th>
                  );
                })}
              </tr>
            </thead>
            <tbody>
              {before > 0 && (
                <tr>
                  <td colSpan={table.length} style={{ height: before }} />
                </tr>
              )}
              {items.map(({ index }) => {
                const label = rows[index] ?? 0;
                return (
                  <tr
                    key={label}
                    aria-rowindex={index + 2}
                    data-chosen={chosen.has(label) || undefined}
                    onClick={({ shiftKey, ctrlKey, metaKey }) =>
                      toggle(label, shiftKey || ctrlKey || metaKey)
                    }
                  >
                    {table.map(({ name, values }, i) =>
                      i === 0 ? (
                        <th key={name} scope="row">
                          <button
                            type="button"
                            aria-pressed={chosen.has(label)}
                            aria-label={`Cell ${label}`}
                            onClick={(event) => {
                              event.stopPropagation();
                              toggle(label, event.shiftKey || event.ctrlKey || event.metaKey);
                            }}
                          >
                            {label}
                          </button>
                        </th>
                      ) : (
                        <td key={name}>{cellOf(values[label - 1] ?? Number.NaN)}</td>
                      ),
                    )}
                  </tr>
                );
              })}
              {after > 0 && (
                <tr>
                  <td colSpan={table.length} style={{ height: after }} />
                </tr>
              )}
            </tbody>
          </table>
        </section>
      </div>
    </div>
  );
}
