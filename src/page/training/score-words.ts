import type { TrainingStatus } from '../../state/trainer.ts';

type Score = TrainingStatus['figures']['scores'][number];

/** How good a model is on pictures that it never saw, against a single average colour. @param held how many those are, 0 for some. */
export function scoreWords({ l1, l1OfMeanColour }: Score, held: number): string {
  const share = (value: number) => `${(100 * value).toFixed(1)} %`;
  const on = held === 1 ? 'the one picture' : held === 0 ? 'pictures' : `${held} pictures`;
  const off = `On ${on} that it never saw, its colours are off by ${share(l1)} on average; a single average colour would be off by ${share(l1OfMeanColour)}.`;
  const better = 1 - l1 / l1OfMeanColour;
  if (better < 0.02) return `${off} So far it is no better than a single average colour.`;
  return `${off} That is ${Math.round(100 * better)} % closer.`;
}
