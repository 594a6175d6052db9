import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { startWasm } from '../../../test/wasm.ts';
import { paint, unet } from '../nets/unet.ts';
import { type UnetSizes, unetShapes } from '../nets/unet-shapes.ts';
import { toNetRange } from '../ops/net-range.ts';
import type { Picture } from '../picture.ts';
import { randomFrom } from '../random.ts';
import { resultOf } from '../steps/result-of.ts';
import { packed, packedLength } from './packed.ts';
import { type PlainUnet, plainOf, plainUnet } from './plain-unet.ts';
import { type UnetDraft, unetDraft } from './unet-draft.ts';

beforeAll(startWasm);

/** A U-Net of chance weights, as they are before any training, on the backend and as plain numbers. */
function drawn(sizes: UnetSizes) {
  const random = randomFrom(3);
  const weights = Array.from(unetShapes(sizes), ([name, shape]) => {
    const count = shape.reduce((product, side) => product * side, 1);
    const middle = name.endsWith('norm.scale') ? 1 : 0;
    const values = Float32Array.from({ length: count }, () => middle + (random() - 0.5) * 0.3);
    return [name, { shape, values }] as const;
  });
  const all = new Map(weights);
  const weightOf = (name: string) => {
    const weight = all.get(name);
    return weight && { ...weight, unit: null };
  };
  return { net: unet(all, sizes), plain: plainUnet(weightOf, sizes.depth) };
}

const picture = (width: number, height: number, value: (i: number) => number): Picture => ({
  width,
  height,
  channels: 1,
  data: Uint8Array.from({ length: width * height }, (_, i) => value(i)),
});

function drafted({ plain }: ReturnType<typeof drawn>): UnetDraft {
  const draft = unetDraft(plain);
  if (!draft) throw new Error('there is no draft');
  return draft;
}

/** The mean difference of draft and net, in levels. */
async function offBy(
  { net }: ReturnType<typeof drawn>,
  draft: UnetDraft,
  inputs: readonly Picture[],
): Promise<number> {
  const [{ width, height }] = inputs as [Picture];
  const planes = inputs.map(({ data }) => Float32Array.from(data, toNetRange));
  const floats = await resultOf(paint(net, planes, width, height));
  const { data } = draft.paint(inputs, width, height);
  expect(data.length).toBe(floats.length);
  return data.reduce((sum, byte, i) => sum + Math.abs(byte - (floats[i]! + 1) * 127.5), 0) / data.length; // of a length
}

const speckled = (width: number, height: number) => picture(width, height, (i) => (i * i) % 251);
const strokes = (width: number, height: number) => picture(width, height, (i) => (i % 37 === 0 ? 255 : 0));

test.each([
  1, 2, 3,
])('%i channels in, pictures that are no square, one size after the other', async (inputChannels) => {
  const both = drawn({ ngf: 8, inputChannels, depth: 5 });
  const draft = drafted(both);
  for (const [width, height] of [
    [64, 32],
    [32, 96],
    [64, 32],
  ] as const) {
    const inputs = [strokes(width, height), speckled(width, height), speckled(width, height)];
    expect(await offBy(both, draft, inputs.slice(0, inputChannels))).toBeLessThan(0.5); // a quarter is rounding
  }
  both.net.dispose();
});

test('a picture without anything, and one with a single pixel', async () => {
  const both = drawn({ ngf: 8, inputChannels: 1, depth: 6 });
  const draft = drafted(both);
  expect(await offBy(both, draft, [picture(64, 64, () => 0)])).toBeLessThan(0.5);
  expect(await offBy(both, draft, [picture(64, 64, (i) => (i === 2000 ? 255 : 0))])).toBeLessThan(0.5);
  both.net.dispose();
});

test('a smaller picture is padded with 0 and comes back in its size', async () => {
  const both = drawn({ ngf: 8, inputChannels: 1, depth: 5 });
  const draft = drafted(both);
  const small = speckled(40, 50);
  const large = picture(64, 64, (i) =>
    i % 64 < 40 && i < 50 * 64 ? (small.data[Math.floor(i / 64) * 40 + (i % 64)] as number) : 0,
  );
  const wanted = draft.paint([large], 64, 64);
  const { width, height, data } = draft.paint([small], 64, 64);
  expect([width, height]).toEqual([40, 50]);
  const cut = Array.from({ length: 50 }, (_, y) => [...wanted.data.subarray(y * 192, y * 192 + 120)]).flat();
  expect([...data]).toEqual(cut);
  both.net.dispose();
});

test('two nets in turn paint as each does alone, the same picture twice alike', () => {
  const nets = [
    drawn({ ngf: 8, inputChannels: 1, depth: 5 }),
    drawn({ ngf: 16, inputChannels: 1, depth: 5 }),
  ];
  const drafts = nets.map(drafted);
  const [one, other] = [strokes(32, 32), speckled(32, 32)];
  const alone = drafts.map((draft) => draft.paint([one], 32, 32).data);
  for (const draft of drafts) draft.paint([other], 32, 32);
  expect(drafts.map((draft) => draft.paint([one], 32, 32).data)).toEqual(alone);
  for (const { net } of nets) net.dispose();
});

test('the numbers of a net on the backend are those that it was made of', async () => {
  const { net, plain } = drawn({ ngf: 8, inputChannels: 2, depth: 5 });
  const before = tf.memory().numTensors;
  const given = await plainOf(net);
  const packedOf = (all: PlainUnet | null) =>
    [...(all?.downs ?? []), ...(all?.ups ?? [])].map((layer) => {
      const integers = layer.kernels.map(() => new Int16Array(packedLength(layer)));
      return { ...packed(layer, integers), integers };
    });
  expect(packedOf(given)).toEqual(packedOf(plain));
  expect(given?.ups.map(({ scale, offset }) => [scale, offset])).toEqual(
    plain.ups.map(({ scale, offset }) => [scale, offset]),
  );
  expect(tf.memory().numTensors).toBe(before);
  net.dispose();
});

test('there is no draft of a net whose channels do not fill a panel', () => {
  const { net, plain } = drawn({ ngf: 4, inputChannels: 1, depth: 5 });
  expect(unetDraft(plain)).toBeNull();
  net.dispose();
});
