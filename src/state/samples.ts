import * as v from 'valibot';
import type { Source } from '../bridge/messages.ts';

const common = {
  title: v.string(),
  /** The id of the model that suits it. */
  model: v.string(),
};

const sampleSchema = v.union([
  v.object({ ...common, file: v.string(), source: v.string(), licence: v.string() }),
  v.object({ ...common, scene: v.picklist(['nuclei', 'smear', 'dish']), seed: v.number() }),
]);

/** A picture to try the studio with: a real one from a file, or one that the engine draws. */
export type Sample = v.InferOutput<typeof sampleSchema>;

/** @throws when the list cannot be had or does not fit. */
export async function loadSamples(base: string): Promise<readonly Sample[]> {
  const reply = await fetch(new URL('samples/index.json', base));
  if (!reply.ok) throw new Error(`The list of samples could not be loaded (HTTP ${reply.status}).`);
  return v.parse(v.array(sampleSchema), await reply.json());
}

/** A dish that nobody has chosen beforehand, coloured as the one in the list. @param seed what it is called by, too. */
export function dishOf(seed: number, samples: readonly Sample[]): Sample {
  const listed = samples.find((sample) => 'scene' in sample && sample.scene === 'dish');
  return { title: `Dish ${seed}`, model: listed?.model ?? 'none', scene: 'dish', seed };
}

/** Where it comes from and under which licence, in words. */
export const originOf = (sample: Sample) =>
  'file' in sample ? `${sample.source}, ${sample.licence}` : 'Drawn by Eosin, free to use';

/** @throws when its file cannot be had. */
export async function sampleSource(sample: Sample, base: string): Promise<Source> {
  if ('scene' in sample) {
    const { title, scene, seed } = sample;
    return { kind: 'drawn', id: `sample-${scene}-${seed}`, name: title, scene, seed };
  }
  const reply = await fetch(new URL(`samples/${sample.file}`, base));
  if (!reply.ok) throw new Error(`${sample.file}: the sample could not be loaded (HTTP ${reply.status}).`);
  return { kind: 'file', id: `sample-${sample.file}`, name: sample.title, blob: await reply.blob() };
}
