import { useMemo } from 'react';
import type { AlignedData } from 'uplot';
import type { TrainingStatus } from '../../state/trainer.ts';
import { LineKey, LinePlot } from '../frame/LinePlot.tsx';

type Figures = TrainingStatus['figures'];

const far = [
  { label: 'Error on the pictures it learns from', colour: '--line-blue' },
  { label: 'Off on held-out pictures', colour: '--line-orange' },
  { label: 'Error of a single average colour', colour: '--line-grey' },
] as const;

const game = [
  { label: 'Discriminator’s loss', colour: '--line-ink' },
  { label: 'Generator’s adversarial loss', colour: '--line-blue' },
] as const;

/** Steps, then a row for each of `far`: what was measured at other steps is a gap. */
function distances({ points, scores }: Figures): AlignedData {
  const steps = [...new Set([...points, ...scores].map(({ step }) => step))].toSorted((a, b) => a - b);
  const learnt = new Map(points.map(({ step, l1 }) => [step, 100 * l1]));
  const held = new Map(scores.map((score) => [score.step, score]));
  return [
    steps,
    steps.map((step) => learnt.get(step) ?? null),
    steps.map((step) => percent(held.get(step)?.l1)),
    steps.map((step) => percent(held.get(step)?.l1OfMeanColour)),
  ];
}

const percent = (share: number | undefined) => (share === undefined ? null : 100 * share);

const words = (share: number | undefined) =>
  share === undefined ? undefined : `${(100 * share).toFixed(1)} %`;

/** How far off the colours are, and how the two nets stand against one another. */
export function Losses({ figures, steps }: { figures: Figures; steps: number }) {
  const { points, scores } = figures;
  const distance = useMemo(() => distances(figures), [figures]);
  const losses = useMemo(
    (): AlignedData => [
      points.map(({ step }) => step),
      points.map(({ discriminator }) => discriminator),
      points.map(({ adversarial }) => adversarial),
    ],
    [points],
  );
  const [point, score] = [points.at(-1), scores.at(-1)];
  return (
    <section aria-label="Losses">
      <LinePlot data={distance} lines={far} steps={steps} />
      <LineKey lines={far} values={[words(point?.l1), words(score?.l1), words(score?.l1OfMeanColour)]} />
      <details className="more">
        <summary>Generator against discriminator</summary>
        <LinePlot data={losses} lines={game} steps={steps} />
        <LineKey lines={game} values={[point?.discriminator.toFixed(2), point?.adversarial.toFixed(2)]} />
        <p className="row-hint">
          The generator paints; the discriminator learns to tell painted pictures from true ones, and the
          generator to deceive it. Neither should win: where the discriminator’s loss falls to nothing the
          generator learns no more.
        </p>
      </details>
    </section>
  );
}
