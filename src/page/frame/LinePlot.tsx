import { type CSSProperties, useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useStudio } from '../desk.ts';
import './line-plot.css';

const HEIGHT = 150;

export interface Line {
  readonly label: string;
  /** One of line-plot.css. */
  readonly colour: `--line-${string}`;
}

interface LinePlotProps {
  /** Steps, then a row for each of `lines`; gaps are null, and a line goes on over them. */
  data: UPlot.AlignedData;
  /** The same list each time. */
  lines: readonly Line[];
  /** The largest step that is to have room; as far as the data go unless told. */
  steps?: number;
  /** The marks of the upright axis, whose ends they are; as the data go unless told. */
  marks?: readonly number[];
  /** Someone pointed at a column. */
  onPick?: (column: number) => void;
}

/** Lines over steps. It is for the eyes only: what they come to stands beside it in words. */
export function LinePlot({ data, lines, steps, marks, onPick }: LinePlotProps) {
  const room = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(undefined);
  const theme = useStudio((state) => state.theme);
  const newest = useRef({ data, onPick });
  newest.current = { data, onPick };

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  useEffect(() => {
    const element = room.current;
    if (!element) return;
    const style = getComputedStyle(element);
    const colour = (name: string) => style.getPropertyValue(name);
    const axis = {
      stroke: colour('--muted'),
      grid: { show: false },
      ticks: { size: 4 },
      font: '11px system-ui',
    };
    const made = new UPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { y: false, points: { show: false } },
        scales: {
          x: { time: false, ...(steps && { range: [0, steps] }) },
          y: {
            range: marks ? [marks[0] ?? 0, marks.at(-1) ?? 1] : (_, _least, most) => [0, 1.05 * most || 1],
          },
        },
        axes: [
          { ...axis, size: 24 },
          { ...axis, size: 32, ...(marks && { splits: () => [...marks] }) },
        ],
        series: [
          {},
          ...lines.map((line) => ({
            label: line.label,
            stroke: colour(line.colour),
            width: 1.5,
            spanGaps: true,
          })),
        ],
      },
      newest.current.data,
      element,
    );
    made.over.addEventListener('click', () => {
      const at = made.cursor.idx;
      if (at !== null && at !== undefined) newest.current.onPick?.(at);
    });
    plot.current = made;
    const watching = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    watching.observe(element);
    return () => {
      watching.disconnect();
      made.destroy();
    };
  }, [theme, lines, steps, marks]);

  useEffect(() => plot.current?.setData(data), [data]);

  return <div ref={room} className="line-plot" aria-hidden="true" />;
}

/** What the lines of a plot are, and where each now stands. @param values one for each, in words. */
export function LineKey({
  lines,
  values,
}: {
  lines: readonly Line[];
  values: readonly (string | undefined)[];
}) {
  return (
    <dl className="line-key">
      {lines.map(({ label, colour }, i) => (
        // React's type knows no custom properties.
        <div key={label} style={{ '--line-colour': `var(${colour})` } as CSSProperties}>
          <dt>{label}</dt>
          <dd>{values[i]}</dd>
        </div>
      ))}
    </dl>
  );
}
