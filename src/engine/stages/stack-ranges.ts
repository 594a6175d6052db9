import { joined } from '../ops/joined.ts';
import type { ProgressEvent } from '../render-event.ts';
import type { Source } from '../source.ts';
import { nextTask } from '../steps/next-task.ts';
import { automaticRange, type ValueRange } from './composite.ts';
import { sampled } from './sampled.ts';

/** Values that are looked at of each channel, over all planes. */
const LOOKED_AT = 2 ** 21;

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
  const taken: Float32Array[][] = Array.from({ length: axes.c }, () => []);
  for (let i = 0; i < total; i++) {
    yield {
      type: 'progress',
      progress: { stage: 'decode', words: `Reading plane ${i + 1} of ${total}`, done: i, of: total },
    };
    await nextTask();
    signal.throwIfAborted();
    const { channels, width } = await read({ z: i % axes.z, t: Math.floor(i / axes.z) });
    for (const [c, { samples }] of channels.entries()) taken[c]?.push(sampled(samples, width, most));
  }
  const ranges = taken.map((parts) => automaticRange(joined(parts)));
  return ranges;
}
