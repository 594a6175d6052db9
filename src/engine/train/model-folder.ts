import * as tf from '@tensorflow/tfjs-core';
import { fromFloat16, toFloat16 } from '../formats/float16.ts';
import { encodePng } from '../formats/png-write.ts';
import type { Manifest } from '../models/manifest.ts';
import { type Stored, writeSafetensors } from '../models/safetensors.ts';
import { sha256 } from '../models/sha256.ts';
import { fromTensors, type Tensors, toTensors } from '../nets/weights.ts';
import { resizePicture } from '../ops/resize.ts';
import type { Pair } from '../pairs/pair-image.ts';
import type { Picture } from '../picture.ts';
import { colourOfPairs, measure } from './held-out.ts';
import type { Plan } from './plan.ts';
import { backOf, painterOf, type Training } from './training.ts';

/** How a model came about, where the engine cannot know it. */
export interface Origin {
  /** Where the plan stands. */
  readonly plan: string;
  /** In words, as "two cores of a laptop". */
  readonly hardware: string;
}

/** Hosts and caches take files of this size. */
const PART_BYTES = 16 * 2 ** 20;
/** Room in a part for its header. */
const HEADER_BYTES = 2 ** 16;

/** Side of the shelf's sample, in pixels. */
const SAMPLE = 128;

/**
 * The model that a run has come to, as the files of a folder that the shelf can load: manifest, weights as half floats,
 * card, sample and golden pair.
 *
 * @param learnt the pairs that it learnt from.
 * @param held others, at least one: what it is measured by.
 * @returns bytes by file name.
 */
export async function modelFolder(
  plan: Plan,
  training: Training,
  learnt: readonly Pair[],
  held: readonly Pair[],
  origin: Origin,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const halves = await inHalves(painterOf(training));
  const back = backOf(training);
  const rounded = toTensors(
    new Map(
      Array.from(halves, ([name, { shape, values }]) => [
        name,
        { shape, values: fromFloat16(values as Uint16Array) }, // as made above
      ]),
    ),
  );
  try {
    const files = new Map<string, Uint8Array<ArrayBuffer>>();
    const { metrics, painted } = await figures(plan, rounded, learnt, held);
    const [golden] = held as [Pair, ...Pair[]]; // at least one
    const inputs = plan.inputs.map((input) => (input === 'edges' ? golden.edges : (golden.grey as Picture))); // checked before
    const names = plan.inputs.map((input) =>
      input === 'edges' ? 'golden_input.png' : `golden_input_${input}.png`,
    );
    for (const [i, name] of names.entries()) files.set(name, await encodePng(inputs[i] as Picture)); // one each
    files.set('golden_output.png', await encodePng(painted));
    files.set('sample.png', await encodePng(sample(inputs.at(-1) as Picture, painted))); // there is an input
    /** Puts the weights into files. */
    const written = async (
      name: string,
      weights: ReadonlyMap<string, Stored>,
    ): Promise<Manifest['weights']> => {
      const parts: Manifest['weights']['parts'] = [];
      for (const tensors of inParts(weights)) {
        const file = `${name}-${parts.length + 1}.safetensors`;
        const bytes = writeSafetensors({ tensors, metadata: { model: plan.id, storage: 'f16' } });
        files.set(file, bytes);
        parts.push({ file, bytes: bytes.length, sha256: await sha256(bytes) });
      }
      return { storage: 'f16', parts };
    };
    const kind =
      plan.train.generator === 'unet' ? (`unet-${plan.train.size}` as const) : plan.train.generator;
    const { ngf, seed } = plan.train;
    const trained = {
      plan: origin.plan,
      steps: training.step,
      hours: Number((training.seconds / 3600).toFixed(3)),
      hardware: origin.hardware,
      seed,
    };
    const manifest: Manifest = {
      format: 1,
      id: plan.id,
      title: plan.title,
      task: plan.task,
      architecture: { kind, ngf, inputChannels: plan.inputs.length },
      inputs: plan.inputs,
      recipe: plan.recipe,
      weights: await written('weights', halves),
      ...(back && {
        back: {
          architecture: { kind, ngf, inputChannels: 3 },
          weights: await written('back', await inHalves(back)),
          training: trained,
          metrics: {},
        },
      }),
      licence: plan.licence,
      data: plan.data,
      training: trained,
      metrics: { ...metrics, testTiles: held.length },
      sample: 'sample.png',
      golden: { input: names, output: 'golden_output.png' },
    };
    files.set('manifest.json', new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`));
    files.set('card.md', new TextEncoder().encode(card(manifest, METHODS[plan.train.method], held.length)));
    return files;
  } finally {
    tf.dispose([...rounded.values()]);
  }
}

/** Weights as half floats. */
async function inHalves(weights: Tensors): Promise<Map<string, Stored>> {
  return new Map(
    Array.from(await fromTensors(weights), ([name, { shape, values }]) => [
      name,
      { dtype: 'F16', shape, values: toFloat16(values) },
    ]),
  );
}

/** The held-out figures to four places, and what the model makes of the first held-out pair. */
async function figures(plan: Plan, weights: Tensors, learnt: readonly Pair[], held: readonly Pair[]) {
  const measuring = measure(plan, weights, held, colourOfPairs(learnt));
  let painted: Picture | undefined;
  for (let next = await measuring.next(); ; next = await measuring.next()) {
    if (next.done) {
      const { l1, l1OfMeanColour } = next.value;
      const metrics = { l1: Number(l1.toFixed(4)), l1OfMeanColour: Number(l1OfMeanColour.toFixed(4)) };
      return { metrics, painted: painted as Picture }; // one pair at least
    }
    painted ??= next.value;
  }
}

/** The left half of what goes in beside the right half of what comes out. */
function sample(input: Picture, painted: Picture): Picture {
  const [from, to] = [input, painted].map((picture) => resizePicture(picture, SAMPLE, SAMPLE)) as [
    Picture,
    Picture,
  ]; // two
  const data = Uint8Array.from({ length: 3 * SAMPLE * SAMPLE }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return (pixel % SAMPLE < SAMPLE / 2 ? from.data[pixel] : to.data[i]) ?? 0;
  });
  return { width: SAMPLE, height: SAMPLE, channels: 3, data };
}

function inParts(tensors: ReadonlyMap<string, Stored>): Map<string, Stored>[] {
  let part = new Map<string, Stored>();
  const parts = [part];
  let bytes = 0;
  for (const [name, tensor] of tensors) {
    const size = tensor.values.byteLength;
    if (bytes > 0 && bytes + size > PART_BYTES - HEADER_BYTES) {
      part = new Map();
      parts.push(part);
      bytes = 0;
    }
    part.set(name, tensor);
    bytes += size;
  }
  return parts;
}

/** In words. */
const METHODS = { pix2pix: 'Pix2pix, Isola et al. 2017', cyclegan: 'CycleGAN, Zhu et al. 2017' } as const;

function card(
  { id, title, task, training, data, licence, metrics, architecture }: Manifest,
  method: string,
  held: number,
): string {
  const { l1 = 0, l1OfMeanColour = 0 } = metrics;
  return `# ${title} (\`${id}\`)

${task} A ${architecture.kind} of ${architecture.ngf} first filters (${method}).

**The colours are generated, not measured: do not use them for diagnosis, counting or measuring.**

- Trained by Eosin's own trainer: ${training.steps} steps in ${training.hours} h on ${training.hardware}, plan ${training.plan}, seed ${training.seed}.
- Data: ${data}.
- Licence: ${licence}. Weights as half floats.

| held-out figure (${held} pairs that training never saw) | this model | mean colour |
| --- | --- | --- |
| L1 (of 0..1) | ${l1} | ${l1OfMeanColour} |
`;
}
