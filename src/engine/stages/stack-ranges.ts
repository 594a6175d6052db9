import type { Samples } from '../picture.ts';
import type { ProgressEvent } from '../render.ts';
import type { Source } from '../source.ts';
import { nextTask } from '../steps/next-task.ts';
import { automaticRange, type ValueRange } from './composite.ts';

/** Values that are looked at of each channel, over all planes. */
const LOOKED_AT = 2 ** 21;

const commonFactor = (a: number, b: number): number => (b === 0 ? a : commonFactor(b, a % b));

/** Every so many pixels of a plane of `length`, so that at most `most` are taken, and never only those of some columns. */
function strideFor(length: number, most: number, width: number): number {
  let stride = Math.max(1, Math.ceil(length / most));
  while (stride > 1 && commonFactor(stride, width) > 1) stride++;
  return stride;
}

/** @returns how many values were put into `into` from `at` on. */
function take(samples: Samples, stride: number, into: Float32Array, at: number): number {
  let count = 0;
  for (let i = 0; i < samples.length && at + count < into.length; i += stride)
    into[at + count++] = samples[i]!; // below the length
  return count;
}

/**
 * For each channel of a stack the values that become dark and bright: the percentiles of `automaticRange`, of all planes together,
 * so that planes stay comparable. Planes are read one after the other; of a large stack every so many pixels count.
 *
 * @throws StudioError `file`; the signal's reason when aborted.
 */
export async function* stackRanges(
  source: Source,
  signal: AbortSignal,
): AsyncGenerator<ProgressEvent, readonly ValueRange[]> {
  const { axes, read } = await source.open();
  const total = axes.z * axes.t;
  const most = Math.max(1, Math.floor(LOOKED_AT / total));
  let taken: Float32Array[] = [];
  let count = 0;
  for (let i = 0; i < total; i++) {
    yield {
      type: 'progress',
      progress: { stage: 'decode', words: `Reading plane ${i + 1} of ${total}`, done: i, of: total },
    };
    await nextTask();
    signal.throwIfAborted();
    const { channels, width } = await read({ z: i % axes.z, t: Math.floor(i / axes.z) });
    const length = channels[0]?.samples.length ?? 0;
    const stride = strideFor(length, most, width);
    if (i === 0) taken = channels.map(() => new Float32Array(total * Math.ceil(length / stride)));
    const before = count;
    for (const [c, { samples }] of channels.entries()) {
      const into = taken[c];
      if (into) count = before + take(samples, stride, into, before);
    }
  }
  return taken.map((values) => automaticRange(values.subarray(0, count)));
}
