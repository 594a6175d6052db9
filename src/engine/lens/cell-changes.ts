import { cellAgreement } from '../metrics/cell-agreement.ts';
import type { Labels } from '../picture.ts';

/** A cell that is in both pictures. */
export interface CellPair {
  /** Its label in the input and in the generated picture. */
  readonly input: number;
  readonly generated: number;
  /** Pixels of the label maps. */
  readonly area: number;
  readonly generatedArea: number;
}

/** What a generated picture did to the cells of its input. */
export interface CellChanges {
  /** Cells of the input, and of the generated picture. */
  readonly inInput: number;
  readonly inGenerated: number;
  /** One to one: pairs whose intersection over union is above 0.5. */
  readonly pairs: readonly CellPair[];
  /** Labels of the input's cells that the generated picture lacks: less than half of their pixels are in cells there. */
  readonly lost: readonly number[];
  /** Labels of the generated picture's cells that the input lacks, told likewise. */
  readonly invented: readonly number[];
  /** Labels of the input's cells that are there, but told from their neighbours in another way: grown together, or cut in two. */
  readonly parted: readonly number[];
  /** Those of the pairs whose area changed by more than a tenth of the input's. */
  readonly changed: readonly CellPair[];
}

const MOST_CHANGE = 0.1;

/** For each label how many of its pixels there are, and how many of them are in a cell of the other map. */
function covered({ data, count }: Labels, other: Labels) {
  const [pixels, inside] = [new Uint32Array(count + 1), new Uint32Array(count + 1)];
  for (let i = 0; i < data.length; i++) {
    pixels[data[i]!]!++; // labels are 0..count, and both maps of one size
    if (other.data[i]) inside[data[i]!]!++;
  }
  return { pixels, inside };
}

/** @param input and `generated`: the cells of both pictures, over the same pixels. */
export function cellChanges(input: Labels, generated: Labels): CellChanges {
  const [before, after] = [covered(input, generated), covered(generated, input)];
  const pairs = cellAgreement(input, generated).matches.map(
    ({ there, found }): CellPair => ({
      input: there,
      generated: found,
      area: before.pixels[there]!, // labels are 0..count
      generatedArea: after.pixels[found]!,
    }),
  );
  const alone = (count: number, paired: readonly number[]) => {
    const taken = new Set(paired);
    return Array.from({ length: count }, (_, i) => i + 1).filter((label) => !taken.has(label));
  };
  const isGone = ({ pixels, inside }: ReturnType<typeof covered>, label: number) =>
    2 * inside[label]! < pixels[label]!;
  const aloneBefore = alone(
    input.count,
    pairs.map((pair) => pair.input),
  );
  const aloneAfter = alone(
    generated.count,
    pairs.map((pair) => pair.generated),
  );
  return {
    inInput: input.count,
    inGenerated: generated.count,
    pairs,
    lost: aloneBefore.filter((label) => isGone(before, label)),
    invented: aloneAfter.filter((label) => isGone(after, label)),
    parted: aloneBefore.filter((label) => !isGone(before, label)),
    changed: pairs.filter(({ area, generatedArea }) => Math.abs(generatedArea - area) > MOST_CHANGE * area),
  };
}

const counted = (count: number, words: string) =>
  `${count === 0 ? 'none is' : count === 1 ? '1 is' : `${count} are`} ${words}`;

/** As "3 of 41 cells changed by more than a tenth, 1 is lost, 2 are invented." */
export function cellSentence({ inInput, changed, lost, invented, parted }: CellChanges): string {
  if (inInput === 0)
    return invented.length === 0
      ? 'No cell was found in either picture.'
      : `The input has no cell, ${counted(invented.length, 'invented')}.`;
  const of = `${inInput} ${inInput === 1 ? 'cell' : 'cells'}`;
  const some = changed.length === 0 ? 'None' : String(changed.length);
  const otherwise = parted.length === 0 ? '' : `, ${counted(parted.length, 'parted otherwise')}`;
  return `${some} of ${of} changed by more than a tenth, ${counted(lost.length, 'lost')}, ${counted(invented.length, 'invented')}${otherwise}.`;
}
