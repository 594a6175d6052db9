import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { drawVideo } from '../../drawn-video.ts';
import { garbageCollector, watchMemory } from '../memory.ts';
import { pane, ready, settled, visitors } from '../studio.ts';

const FRAMES = 2000;
/** Between two looks at what is held, in frames. */
const EVERY = 50;
/** Frames after which the garbage is collected and what is left is compared. */
const MARKS = [250, 600, 950, 1300, 1650, FRAMES];
/** A picture of 256 px, RGBA, that stayed of one frame in ten would come to 46 MB between the first mark and the last. */
const MOST_GROWTH = 15e6;

const folder = mkdtempSync(join(tmpdir(), 'eosin-frames-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const film = join(folder, 'cells.y4m');
drawVideo(film, { width: 320, height: 240, frames: 12 });
const { open } = visitors(
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-video-capture=${film}`,
  '--use-fake-ui-for-media-stream',
);

test(`${FRAMES} frames of a camera leave neither a tensor nor memory`, async () => {
  const page = await open('?backend=wasm');
  await settled(page);
  const memory = await watchMemory(page, 'RssAnon');
  const collect = await garbageCollector(page);
  await page.getByRole('button', { name: 'Camera', exact: true }).click();
  await page.getByRole('region', { name: 'Camera' }).getByText('Live').waitFor();
  await ready(page, 'Colour');
  const frames = async () => Number(await pane(page, 'Colour').getAttribute('data-runs'));
  const tensors = () => page.getByRole('status', { name: 'Device' }).getAttribute('data-tensors');
  /** The least of half a second, since pictures come and go meanwhile. */
  const withoutGarbage = async () => {
    await collect();
    let least = Number.POSITIVE_INFINITY;
    for (let look = 0; look < 10; look++) {
      await page.waitForTimeout(50);
      least = Math.min(least, memory());
    }
    return least;
  };
  const begun = await frames();
  const start = Date.now();
  const counts = new Set<string | null>();
  const marks: number[] = [];
  let most = 0;
  for (let at = EVERY; at <= FRAMES; at += EVERY) {
    await expect.poll(frames, { timeout: 60_000, interval: 250 }).toBeGreaterThanOrEqual(begun + at);
    counts.add(await tensors());
    most = Math.max(most, memory());
    if (MARKS.includes(at)) marks.push(await withoutGarbage());
  }
  const mb = (bytes: number) => Math.round(bytes / 1e6);
  console.info(
    `${FRAMES} frames in ${Math.round((Date.now() - start) / 1000)} s; own memory without garbage after ${MARKS.join(', ')} frames: ` +
      `${marks.map(mb).join(', ')} MB; with garbage at most ${mb(most)} MB`,
  );
  expect(counts.size).toBe(1);
  expect(Math.max(...marks) - Number(marks[0])).toBeLessThan(MOST_GROWTH);
}, 900_000);
