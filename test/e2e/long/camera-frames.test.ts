import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { drawVideo } from '../../drawn-video.ts';
import { watchMemory } from '../memory.ts';
import { pane, ready, settled, visitors } from '../studio.ts';

const FRAMES = 2000;
/** Between two looks at what is held, in frames. */
const EVERY = 50;

const folder = mkdtempSync(join(tmpdir(), 'eosin-frames-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const film = join(folder, 'cells.y4m');
drawVideo(film, { width: 320, height: 240, frames: 12 });
const { open } = visitors(
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-video-capture=${film}`,
  '--use-fake-ui-for-media-stream',
);

test(`${FRAMES} frames of a camera leave no tensor; what the page's process holds is told`, async () => {
  const page = await open('?backend=wasm');
  await settled(page);
  const memory = await watchMemory(page, 'RssAnon');
  await page.getByRole('button', { name: 'Camera', exact: true }).click();
  await page.getByRole('region', { name: 'Camera' }).getByText('Live').waitFor();
  await ready(page, 'Colour');
  const frames = async () => Number(await pane(page, 'Colour').getAttribute('data-runs'));
  const tensors = () => page.getByRole('status', { name: 'Device' }).getAttribute('data-tensors');
  const begun = await frames();
  const start = Date.now();
  const held: { tensors: string | null; bytes: number }[] = [];
  for (let at = EVERY; at <= FRAMES; at += EVERY) {
    await expect.poll(frames, { timeout: 60_000, interval: 250 }).toBeGreaterThanOrEqual(begun + at);
    held.push({ tensors: await tensors(), bytes: memory() });
  }
  const seconds = (Date.now() - start) / 1000;
  const third = Math.floor(held.length / 3);
  // The least is what is held once garbage was collected; the most says when that was.
  const least = (some: typeof held) => Math.min(...some.map(({ bytes }) => bytes));
  const [first, last] = [least(held.slice(0, third)), least(held.slice(-third))];
  const mb = (bytes: number) => Math.round(bytes / 1e6);
  console.info(
    `${FRAMES} frames in ${Math.round(seconds)} s; own memory, the least, ${mb(first)} MB in the first third, ${mb(last)} in the last`,
  );
  expect(new Set(held.map(({ tensors }) => tensors)).size).toBe(1);
}, 900_000);
