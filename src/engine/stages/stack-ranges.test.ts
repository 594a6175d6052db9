import { expect, test } from 'vitest';
import type { OpenedFile } from '../formats/opened-file.ts';
import type { Planes } from '../picture.ts';
import { madeSource, type Source } from '../source.ts';
import { automaticRange } from './composite.ts';
import { stackRanges } from './stack-ranges.ts';

/** A stack of two channels, each plane brighter than the one before. */
function stack(side: number, z: number, t: number) {
  const reads: string[] = [];
  const value = (c: number, at: { z: number; t: number }, i: number) =>
    100 * c + 1000 * at.z + 5000 * at.t + (i % 97);
  const planeAt = (at: { z: number; t: number }): Planes => ({
    width: side,
    height: side,
    channels: [0, 1].map((c) => ({
      samples: Uint16Array.from({ length: side * side }, (_, i) => value(c, at, i)),
    })),
    bitDepth: 16,
    sampleFormat: 'uint',
    photometric: { kind: 'grey' },
    orientation: 1,
    pixelSizeUm: null,
    planes: z * t,
  });
  const opened: OpenedFile = {
    axes: { c: 2, z, t },
    levels: [{ width: side, height: side }],
    series: 1,
    async read(at) {
      reads.push(`${at.z},${at.t}`);
      return planeAt(at);
    },
  };
  const source: Source = {
    ...madeSource('a', 'a.tif', async () => planeAt({ z: 0, t: 0 }), 'a'),
    open: async () => opened,
  };
  return { source, planeAt, reads };
}

const ended = async <T>(steps: AsyncGenerator<unknown, T>): Promise<T> => {
  for (;;) {
    const step = await steps.next();
    if (step.done) return step.value;
  }
};

test('the ranges are the percentiles of all planes together', async () => {
  const { source, planeAt, reads } = stack(20, 3, 2);
  const ranges = await ended(stackRanges(source, new AbortController().signal));
  expect(reads).toEqual(['0,0', '1,0', '2,0', '0,1', '1,1', '2,1']);
  const all = [0, 1].map((c) =>
    Float32Array.from(
      [0, 1].flatMap((t) => [0, 1, 2].flatMap((z) => [...(planeAt({ z, t }).channels[c]?.samples ?? [])])),
    ),
  );
  expect(ranges).toEqual(all.map((values) => automaticRange(values)));
});

test('of a large stack every so many pixels count, and the ranges hardly differ', async () => {
  const { source, planeAt } = stack(1024, 4, 1);
  const ranges = await ended(stackRanges(source, new AbortController().signal));
  const first = automaticRange(planeAt({ z: 0, t: 0 }).channels[0]?.samples);
  const last = automaticRange(planeAt({ z: 3, t: 0 }).channels[0]?.samples);
  expect(Math.abs((ranges[0]?.[0] ?? 0) - first[0])).toBeLessThan(2);
  expect(Math.abs((ranges[0]?.[1] ?? 0) - last[1])).toBeLessThan(2);
});

test('it stops between two planes', async () => {
  const { source, reads } = stack(4, 50, 1);
  const controller = new AbortController();
  const steps = stackRanges(source, controller.signal);
  await steps.next();
  await steps.next();
  controller.abort();
  await expect(steps.next()).rejects.toThrow('abort');
  expect(reads).toEqual(['0,0']);
});
