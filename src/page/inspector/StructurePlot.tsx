import type { AlignedData } from 'uplot';
import type { Ascent } from '../../state/dream.ts';
import { useStudio } from '../desk.ts';
import { LineKey, LinePlot } from '../frame/LinePlot.tsx';

const lines = [
  { label: 'Input edges found again', colour: '--line-blue' },
  { label: 'Dream edges on input edges', colour: '--line-orange' },
  { label: 'Activation, of its largest', colour: '--line-ink' },
  { label: 'Edge energy, of its largest', colour: '--line-grey' },
] as const;

const marks = [0, 0.5, 1];

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** Each value over the largest, so that one axis of 0..1 serves all. */
function shares(values: readonly number[]): number[] {
  const largest = Math.max(...values, 1e-9);
  return values.map((value) => value / largest);
}

/** Step numbers, then a row for each of `lines`. */
function columns({ figures, begun }: Ascent): AlignedData {
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
  const ascent = useStudio((state) => state.ascent);
  const best = useStudio((state) => state.best);
  const look = useStudio((state) => state.lookAtFrame);
  if (!ascent) return null;

  const last = ascent.figures.at(-1);
  const percent = (share: number | undefined) => (share === undefined ? '' : `${Math.round(100 * share)} %`);
  const now = [
    percent(last?.edges.input.recall),
    percent(last?.edges.input.precision),
    last && sum(Object.values(last.activations)).toPrecision(3),
    last?.edges.energy.toFixed(1),
  ];
  return (
    <section className="structure" aria-label="Structure">
      <h3>Does it bring structure back?</h3>
      <LinePlot
        data={columns(ascent)}
        lines={lines}
        marks={marks}
        onPick={(column) => look(ascent.figures[column]?.index ?? null)}
      />
      <LineKey lines={lines} values={now} />
      {best && <p className="row-hint">{best.sentence}</p>}
    </section>
  );
}
