import type { Client, Listener } from '../bridge/client.ts';
import type { RenderSummary, ShownPicture, Source } from '../bridge/messages.ts';
import type { DreamFigures } from '../engine/dream/figures.ts';
import type { Progress } from '../engine/render-event.ts';
import type { Wish } from './rendering.ts';

export const drawn = (id: string): Source => ({
  kind: 'drawn',
  id,
  name: `${id}.png`,
  scene: 'dish',
  seed: 1,
});
export const picture = (value: number) =>
  ({ width: 1, height: 1, channels: 4, data: new Uint8Array([value, value, value, 255]) }) as const;
const summary: RenderSummary = { log: [], memory: { tensors: 1, tensorBytes: 4, cacheBytes: 0 } };

/** An engine whose answers the test gives by hand. */
export function engine() {
  const jobs: {
    wish: Wish;
    shows(stage: ShownPicture['stage'], value: number, cached?: boolean): void;
    says(progress: Progress): void;
    dreams(figures: DreamFigures): void;
    succeeds(): Promise<void>;
    fails(error: Error): Promise<void>;
    signal: AbortSignal | undefined;
  }[] = [];
  const settled = () => new Promise<void>((resolve) => setTimeout(resolve));
  const latest = ((_key: string, _type: string, wish: Wish, on?: Listener) =>
    new Promise((resolve, reject) => {
      jobs.push({
        wish,
        shows: (stage, value, cached = false) =>
          on?.picture?.({ stage, picture: picture(value), run: { stage, cached, seconds: 1 } }),
        says: (progress) => on?.progress?.(progress),
        dreams: (figures) => on?.dream?.({ type: 'frame', id: 'a', picture: picture(1), figures }),
        succeeds: () => {
          resolve(summary);
          return settled();
        },
        fails: (error) => {
          reject(error);
          return settled();
        },
        signal: on?.signal,
      });
    })) as Client['latest']; // render is the only task that is asked for
  return { jobs, latest };
}
