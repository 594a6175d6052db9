import { useEffect, useMemo, useRef, useState } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { ShownCells } from '../../bridge/messages.ts';
import { useStudio } from '../desk.ts';
import { headOf } from './columns.ts';

const HEIGHT = 190;
const BARS = 24;

/** How many cells fall into each of some even steps from the least to the most. */
function histogram(values: Float64Array): UPlot.AlignedData {
  const told = [...values].filter(Number.isFinite);
  const [least, most] = [Math.min(...told), Math.max(...told)];
  const step = (most - least) / BARS || 1;
  const counts = Array.from({ length: BARS }, () => 0);
  for (const value of told) {
    const bar = Math.min(BARS - 1, Math.floor((value - least) / step));
    counts[bar] = (counts[bar] ?? 0) + 1;
  }
  return [counts.map((_, i) => least + (i + 0.5) * step), counts];
}

/** From a little below the least value to a little above the most. */
function roomFor(values: Float64Array): [number, number] {
  const told = [...values].filter(Number.isFinite);
  const [least, most] = [Math.min(...told), Math.max(...told)];
  const room = 0.04 * (most - least) || 1;
  return [least - room, most + room];
}

/** Points in the order of x, as uPlot wants them, and the label of each. */
function scatter(x: Float64Array, y: Float64Array): { data: UPlot.AlignedData; labels: number[] } {
  const order = Array.from(x.keys())
    .filter((i) => Number.isFinite(x[i]) && Number.isFinite(y[i]))
    .sort((a, b) => (x[a] ?? 0) - (x[b] ?? 0));
  return {
    data: [order.map((i) => x[i] ?? 0), order.map((i) => y[i] ?? 0)],
    labels: order.map((i) => i + 1),
  };
}

/** The cells as a histogram of one measure, or as points over two; a box that is drawn chooses those within it. */
export function CellsPlot({ table }: Pick<ShownCells, 'table'>) {
  const numbers = table.map(({ name }) => name);
  const area = Math.max(
    1,
    numbers.findIndex((name) => name.startsWith('area')),
  );
  const [x, setX] = useState(area);
  const [y, setY] = useState<number | null>(null);
  const room = useRef<HTMLDivElement>(null);
  const choose = useStudio((state) => state.chooseCells);
  const chosen = useStudio((state) => state.chosenCells);
  const theme = useStudio((state) => state.theme);
  const [xs, ys] = [table[x]?.values, y === null ? null : table[y]?.values];
  const points = useMemo(() => (xs && ys ? scatter(xs, ys) : null), [xs, ys]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  useEffect(() => {
    const element = room.current;
    if (!element || !xs) return;
    const colour = (name: string) => getComputedStyle(element).getPropertyValue(name);
    const axis = {
      stroke: colour('--muted'),
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { size: 4 },
      font: '11px system-ui',
    };
    const within = (plot: UPlot, left: number, width: number) => [
      plot.posToVal(left, 'x'),
      plot.posToVal(left + width, 'x'),
    ];
    const select = (plot: UPlot) => {
      const { left, width, top, height } = plot.select;
      if (width < 3) return;
      const [low = 0, high = 0] = within(plot, left, width);
      const [bottom, ceiling] = points
        ? [plot.posToVal(top + height, 'y'), plot.posToVal(top, 'y')]
        : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
      const isIn = (i: number) => {
        const [vx, vy] = [xs[i] ?? Number.NaN, ys ? (ys[i] ?? Number.NaN) : 0];
        return vx >= low && vx <= high && vy >= bottom && vy <= ceiling;
      };
      choose(
        Array.from(xs.keys())
          .filter(isIn)
          .map((i) => i + 1),
      );
      plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    };
    const accent = colour('--accent');
    const plot = new UPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { drag: { x: true, y: points !== null, setScale: false }, points: { show: false } },
        scales: { x: { time: false, range: roomFor(xs) } },
        axes: [axis, { ...axis, size: 46 }],
        hooks: { setSelect: [select] },
        series: [
          {},
          points
            ? {
                stroke: accent,
                paths: () => null,
                points: { show: true, size: 5, stroke: accent, fill: accent },
              }
            : {
                stroke: accent,
                fill: accent,
                paths: UPlot.paths.bars?.({ size: [0.9] }) ?? (() => null),
                points: { show: false },
              },
        ],
      },
      points ? points.data : histogram(xs),
      element,
    );
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [xs, ys, points, choose, theme]);

  const options = table.map(({ name }, i) => (
    <option key={name} value={i}>
      {headOf(name)}
    </option>
  ));
  return (
    <figure className="cells-plot" aria-label="Plot of the cells">
      <figcaption>
        <select
          className="select"
          aria-label="Across"
          value={x}
          onChange={({ target }) => setX(Number(target.value))}
        >
          {options.slice(1)}
        </select>
        <select
          className="select"
          aria-label="Up"
          value={y ?? ''}
          onChange={({ target }) => setY(target.value === '' ? null : Number(target.value))}
        >
          <option value="">How many</option>
          {options.slice(1)}
        </select>
      </figcaption>
      <div ref={room} className="cells-plot-room" data-chosen={chosen.size} />
      <p className="row-hint">Draw a box to choose the cells within it.</p>
    </figure>
  );
}
