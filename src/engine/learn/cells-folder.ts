import { distinctColours } from '../cells/distinct.ts';
import { stretched } from '../cells/look-for-cells.ts';
import { measures } from '../cells/measures.ts';
import { neighbours } from '../cells/neighbours.ts';
import { paintedCells } from '../cells/painted-cells.ts';
import { toFloat16 } from '../formats/float16.ts';
import { encodePng } from '../formats/png-write.ts';
import { encodeTiff } from '../formats/tiff-write.ts';
import { type CellsManifest, checkCellsManifest } from '../models/manifest.ts';
import { writeSafetensors } from '../models/safetensors.ts';
import { sha256 } from '../models/sha256.ts';
import { resizePicture } from '../ops/resize.ts';
import type { Picture } from '../picture.ts';
import type { Correction, Learnt } from './learn-from.ts';

/** What the engine cannot know of a net that was taught further. */
export interface LearntOrigin {
  /** Of small letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  /** In words, as "two cores of a laptop". */
  readonly hardware: string;
  readonly seed: number;
}

/** Side of the shelf's sample, in pixels. */
const SAMPLE = 128;
const rounded = (value: number) => Number(value.toFixed(4));

/** A picture as the net sees it, in three equal channels. */
function seen({ grey }: Correction): Picture {
  const values = stretched(grey);
  const data = new Uint8Array(3 * values.length);
  for (let i = 0; i < values.length; i++) data.fill(Math.round(255 * values[i]!), 3 * i, 3 * i + 3);
  return { width: grey.width, height: grey.height, channels: 3, data };
}

/** A mended picture with its cells in colours, as the shelf shows it. */
function sampleOf(correction: Correction): Picture {
  const { mended } = correction;
  const near = neighbours(mended);
  const centres = measures(mended, [], near).map(({ centroid }) => centroid);
  const painted = paintedCells(seen(correction), mended, distinctColours(near, centres), 'filled');
  const side = Math.min(painted.width, painted.height);
  const square = new Uint8Array(3 * side * side);
  for (let y = 0; y < side; y++) {
    square.set(painted.data.subarray(3 * y * painted.width, 3 * (y * painted.width + side)), 3 * y * side);
  }
  return resizePicture({ width: side, height: side, channels: 3, data: square }, SAMPLE, SAMPLE);
}

/**
 * A net that a person has taught, as the files of a folder that the shelf can load: manifest, weights as half floats, card, sample, and
 * as its golden pair the first mended picture with its cells.
 *
 * @param from the manifest of the net that it began with.
 * @returns bytes by file name.
 */
export async function cellsFolder(
  from: CellsManifest,
  corrections: readonly [Correction, ...Correction[]],
  { weights, steps, seconds, cells, score }: Learnt,
  { id, title, hardware, seed }: LearntOrigin,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const [first] = corrections;
  const halves = new Map(
    Array.from(weights, ([name, { shape, values }]) => [
      name,
      { dtype: 'F16' as const, shape, values: toFloat16(values) },
    ]),
  );
  const file = 'weights-1.safetensors';
  const bytes = writeSafetensors({ tensors: halves, metadata: { model: id, storage: 'f16' } });
  const pictures = corrections.length === 1 ? 'one picture' : `${corrections.length} pictures`;
  const manifest: CellsManifest = {
    format: 1,
    id,
    title,
    task: `Finds every cell, as ${pictures} that a person mended show it.`,
    architecture: from.architecture,
    inputs: ['grey'],
    reading: from.reading,
    weights: { storage: 'f16', parts: [{ file, bytes: bytes.length, sha256: await sha256(bytes) }] },
    licence: 'NOASSERTION', // nobody has said under which a person's own pictures are
    data: `${cells} cells of ${pictures} that a person mended, upon ${from.title}: ${from.data}`,
    training: {
      plan: `${from.id}, learnt further`,
      steps,
      hours: rounded(seconds / 3600),
      hardware,
      seed,
    },
    metrics: score
      ? {
          heldOutAP50: rounded(score.after),
          heldOutAP50Before: rounded(score.before),
          heldOutCells: score.cells,
        }
      : {},
    sample: 'sample.png',
    golden: { input: ['golden_input.png'], output: 'golden_output.tif' },
  };
  const { width, height, data } = first.mended;
  const text = (words: string) => new TextEncoder().encode(words);
  return new Map([
    [file, bytes],
    ['sample.png', await encodePng(sampleOf(first))],
    ['golden_input.png', await encodePng(seen(first))],
    [
      'golden_output.tif',
      encodeTiff(first.mended.count < 2 ** 16 ? Uint16Array.from(data) : data, width, height, null),
    ],
    ['card.md', text(card(checkCellsManifest(manifest, title), score))],
    ['manifest.json', text(`${JSON.stringify(manifest, null, 2)}\n`)],
  ]);
}

function card({ id, title, task, training, data, licence }: CellsManifest, score: Learnt['score']): string {
  const figures = score
    ? `| on ${score.cells} cells of the mended pictures that it did not learn from | before | after |
| --- | --- | --- |
| AP50 | ${rounded(score.before)} | ${rounded(score.after)} |
`
    : 'Too few cells were mended to hold any out: nothing was measured.\n';
  return `# ${title} (\`${id}\`)

${task}

**Do not use it for diagnosis. It has learnt from a few pictures: look at the outlines before you trust a number, and on pictures of another kind
take the net that it began with.**

- Learnt further in Eosin: ${training.steps} steps in ${Math.round(training.hours * 3600)} s on ${training.hardware}, ${training.plan}, seed ${training.seed}.
- Data: ${data}.
- Licence: ${licence}. Weights as half floats.

${figures}`;
}
