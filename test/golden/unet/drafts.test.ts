import { readFile } from 'node:fs/promises';
import { decode } from 'fast-png';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Picture } from '../../../src/engine/picture.ts';
import { draft, paint } from '../../../src/engine/stages/colour.ts';
import { resultOf } from '../../../src/engine/steps/result-of.ts';
import { loaded, manifestOf, SHIPPED } from '../../models.ts';
import { startWasm } from '../../wasm.ts';

// What a moving hand sees against what it gets when it rests, of each shipped U-Net.

const IDS = [
  'blood-smear',
  'blood-stain',
  'nuclei-area',
  'tissue-stain',
  'petri-pix2pix',
  'petri-pix2pix-grey',
  'petri-cyclegan',
];

async function pictureOf(file: URL): Promise<Picture> {
  const { width, height, data, channels } = decode(await readFile(file));
  expect(channels).toBe(1);
  return { width, height, channels: 1, data: Uint8Array.from(data) };
}

beforeAll(startWasm);

describe.each(IDS)('%s', (id) => {
  test('drafts what it paints, within 0.15 levels of 255 in the mean and three at most', async () => {
    const generator = await loaded(await manifestOf(id), SHIPPED);
    const folder = new URL(`${id}/`, SHIPPED);
    const edges = await pictureOf(new URL('golden_input.png', folder));
    const grey = generator.manifest.inputs.includes('grey')
      ? await pictureOf(new URL('golden_input_grey.png', folder))
      : edges;
    const net = await generator.draft?.();
    if (!net) throw new Error('there is no draft');
    const painted = await resultOf(paint(edges, grey, generator));
    const drafted = draft(edges, grey, generator, net);
    expect(drafted.data.length).toBe(painted.data.length);
    const off = painted.data.map((value, i) => Math.abs(value - (drafted.data[i] as number)));
    expect(off.reduce((sum, value) => sum + value, 0) / off.length).toBeLessThan(0.15); // measured 0.02 to 0.09
    expect(off.reduce((most, value) => Math.max(most, value), 0)).toBeLessThanOrEqual(3); // measured 2
    generator.dispose();
  });
});
