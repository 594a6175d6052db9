import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Ascent } from '../../state/dream.ts';
import { useStudio } from '../desk.ts';

const HEIGHT = 150;

const lines = [
  { key: 'recall', label: 'Input edges found again', colour: '--found' },
  { key: 'precision', label: 'Dream edges on input edges', colour: '--kept' },
  { key: 'activation', label: 'Activation, of its largest', colour: '--climbed' },
  { key: 'energy', label: 'Edge energy, of its largest', colour: '--energy' },
] as const;

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** Each value over the largest, so that one axis of 0..1 serves all. */
function shares(values: readonly number[]): number[] {
  const largest = Math.max(...values, 1e-9);
  return values.map((value) => value / largest);
}

/** Step numbers, then a row for each of `lines`. */
function columns({ figures, begun }: Ascent): UPlot.AlignedData {
  return [
    figures.map(({ index }) => index),
    figures.map(({ edges }) => edges.input.recall),
    figures.map(({ edges }) => edges.input.precision),
    shares(figures.map(({ activations }) => sum(Object.values(activations)))),
    shares([...figures.map(({ edges }) => edges.energy), begun.energy]).slice(0, -1),
  ];
}

/** What each step did: whether structure of the input comes back, and how much is invented. */
export default function StructurePlot() {
  const room = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(undefined);
  const ascent = useStudio((state) => state.ascent);
  const best = useStudio((state) => state.best);
  const look = useStudio((state) => state.lookAtFrame);
  const theme = useStudio((state) => state.theme);
  const newest = useRef(ascent);
  newest.current = ascent;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  useEffect(() => {
    const element = room.current;
    if (!element || !newest.current) return;
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
        scales: { x: { time: false }, y: { range: [0, 1] } },
        axes: [
          { ...axis, size: 24 },
          { ...axis, size: 28, splits: () => [0, 0.5, 1] },
        ],
        series: [
          {},
          ...lines.map((line) => ({ label: line.label, stroke: colour(line.colour), width: 1.5 })),
        ],
      },
      columns(newest.current),
      element,
    );
    made.over.addEventListener('click', () => {
      const at = made.cursor.idx;
      if (at !== null && at !== undefined) look(newest.current?.figures[at]?.index ?? null);
    });
    plot.current = made;
    const watching = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    watching.observe(element);
    return () => {
      watching.disconnect();
      made.destroy();
    };
  }, [theme, look]);

  useEffect(() => {
    if (ascent) plot.current?.setData(columns(ascent));
  }, [ascent]);

  const last = ascent?.figures.at(-1);
  const percent = (share: number | undefined) => (share === undefined ? '' : `${Math.round(100 * share)} %`);
  const now: Record<(typeof lines)[number]['key'], string | undefined> = {
    recall: percent(last?.edges.input.recall),
    precision: percent(last?.edges.input.precision),
    activation: last && sum(Object.values(last.activations)).toPrecision(3),
    energy: last?.edges.energy.toFixed(1),
  };
  return (
    <section className="structure" aria-label="Structure">
      <h3>Does it bring structure back?</h3>
      <div ref={room} className="structure-plot" aria-hidden="true" />
      <dl className="structure-key">
        {lines.map(({ key, label }) => (
          <div key={key} className={`structure-${key}`}>
            <dt>{label}</dt>
            <dd>{now[key]}</dd>
          </div>
        ))}
      </dl>
      {best && <p className="row-hint">{best.sentence}</p>}
    </section>
  );
}
