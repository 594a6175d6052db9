import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import type { Download, Page } from 'playwright';
import { expect, test } from 'vitest';
import { said } from '../../../src/cli/said.fixture.ts';
import { readTexts } from '../../../src/engine/formats/png-write.ts';
import { decode } from '../../../src/engine/stages/decode.ts';
import { dreaming, dreamt, tensors, type } from '../dreaming.ts';
import { more, stage, visitors } from '../studio.ts';

const { open, opened, url } = visitors();

const STEPS = 4;
/** The file of the first sample, "Red cells of many shapes". */
const SAMPLE = new URL('../../../public/samples/smear_b_113.png', import.meta.url).pathname;
/** One second, at twelve pictures a second. */
const HELD = 12;

async function openFilm(page: Page) {
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'Film of the dream' }).click();
  await page.getByRole('dialog', { name: 'Film of the dream' }).waitFor();
  await page.getByRole('radiogroup', { name: 'Format' }).waitFor();
}

/** Makes the film as the dialog stands. */
async function film(page: Page): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  const saved = page.waitForEvent('download', { timeout: 120_000 });
  await page.getByRole('button', { name: 'Make the film' }).click();
  return read(await saved);
}

const read = async (download: Download) => ({
  name: download.suggestedFilename(),
  bytes: new Uint8Array(readFileSync(await download.path())),
});

/** What the browser's own decoder says of a video that mediabunny took apart: each frame's size and its middle pixel. */
async function decoded(page: Page, bytes: Uint8Array<ArrayBuffer>) {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(bytes) });
  const track = await input.getPrimaryVideoTrack();
  const config = await track?.getDecoderConfig();
  if (!track || !config) throw new Error('there is no video in the file');
  const packets = [];
  for await (const { type, timestamp, data } of new EncodedPacketSink(track).packets()) {
    packets.push({
      type,
      timestamp: Math.round(timestamp * 1e6),
      base64: Buffer.from(data).toString('base64'),
    });
  }
  const frames = await page.evaluate(
    async ({ codec, packets }) => {
      const seen: { width: number; height: number; middle: number[] }[] = [];
      const canvas = document.createElement('canvas');
      let failure: DOMException | undefined;
      const decoder = new VideoDecoder({
        output: (frame) => {
          const [width, height] = [frame.displayWidth, frame.displayHeight];
          Object.assign(canvas, { width, height });
          const context = canvas.getContext('2d');
          context?.drawImage(frame, 0, 0);
          const middle = context?.getImageData(width / 2, height / 2, 1, 1).data ?? [];
          seen.push({ width, height, middle: [...middle] });
          frame.close();
        },
        error: (error) => {
          failure = error;
        },
      });
      decoder.configure({ codec });
      for (const { type, timestamp, base64 } of packets) {
        const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        decoder.decode(new EncodedVideoChunk({ type, timestamp, data }));
      }
      await decoder.flush();
      if (failure) throw failure;
      return seen;
    },
    { codec: config.codec, packets },
  );
  return { frames, seconds: await input.computeDuration(), tags: await input.getMetadataTags() };
}

/** A shell makes a video's pictures again, and sees a changed byte. */
async function verified(name: string, bytes: Uint8Array): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'film-'));
  const verdict = async (film: Uint8Array) => {
    writeFileSync(join(folder, name), film);
    const options = ['--json', '--backend=wasm', `--source=${SAMPLE}`];
    const { out, err } = await said('verify', join(folder, name), ...options);
    expect(err).toBe('');
    return JSON.parse(out);
  };
  try {
    expect(await verdict(bytes)).toMatchObject({ same: true, video: { isWhole: true } });
    const changed = bytes.slice();
    const middle = changed.length >> 1;
    changed[middle] = ~(changed[middle] ?? 0);
    expect(await verdict(changed)).toMatchObject({ same: false, video: { isWhole: false } });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the ascent becomes a video that a decoder reads back, with a frame for each step', async () => {
  const page = await opened();
  await dreaming(page, STEPS);
  await dreamt(page);
  const before = await tensors(page);
  await openFilm(page);
  await page.getByRole('radio', { name: 'WebM' }).check();
  const { name, bytes } = await film(page);
  expect(name).toMatch(/\.ascent\.webm$/);
  const { frames, seconds, tags } = await decoded(page, bytes);
  expect(frames).toHaveLength(STEPS + 1 + 2 * (HELD - 1));
  expect(new Set(frames.map(({ width, height }) => `${width} ${height}`))).toEqual(new Set(['256 256']));
  expect(seconds).toBeCloseTo(frames.length / 12, 1);
  expect(tags.title).toContain('Structure dreamed with inception-v3-cells');
  expect(JSON.parse(tags.comment ?? '')).toMatchObject({
    shows: 'ascent',
    recipe: { dream: { steps: STEPS } },
  });

  await verified(name, bytes);
  const mp4 = page.getByRole('radio', { name: 'MP4' });
  if ((await mp4.count()) > 0) {
    await mp4.check();
    const other = await film(page);
    await verified(other.name, other.bytes);
  }

  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await page.locator(':focus').textContent()).toBe('Export');

  // Its first and last frame are the pictures that the panes show.
  const middle = (pane: string) =>
    page
      .getByRole('figure', { name: pane, exact: true })
      .locator('canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => [
        ...(canvas.getContext('2d')?.getImageData(128, 128, 1, 1).data ?? []),
      ]);
  const apart = (a: readonly number[] = [], b: readonly number[] = []) =>
    Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? 0))));
  expect(apart(frames[0]?.middle, await middle('Colour'))).toBeLessThan(24);
  expect(apart(frames.at(-1)?.middle, await middle('Dream'))).toBeLessThan(24);

  await type(page, 'Steps', STEPS - 1);
  await dreamt(page);
  expect(await tensors(page)).toBe(before);
});

test('where no video is encoded a zoom becomes a GIF with as many frames as were asked for; a cancelled one leaves nothing', async () => {
  const page = await open('about:blank');
  await page.route(/worker-[^/]*\.js$/, async (route) => {
    const reply = await route.fetch();
    await route.fulfill({ response: reply, body: `delete globalThis.VideoEncoder;${await reply.text()}` });
  });
  await page.goto(url());
  await dreaming(page, STEPS);
  await dreamt(page);
  const before = await tensors(page);
  await openFilm(page);
  const formats = page.getByRole('radiogroup', { name: 'Format' }).getByRole('radio');
  expect(await formats.allTextContents()).toEqual(['GIF']);
  await page.getByRole('radio', { name: 'Endless zoom' }).check();
  await type(page, 'Steps per picture', 1);
  await type(page, 'Pictures', 3000);
  await page.getByRole('button', { name: 'Make the film' }).click();
  await page
    .getByRole('dialog')
    .getByText(/^Filming, picture [3-9]/)
    .waitFor({ timeout: 60_000 });
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Make the film' }).waitFor();

  await type(page, 'Pictures', 5);
  const first = await film(page);
  expect(first.name).toMatch(/\.zoom\.gif$/);
  expect((await decode(first.name, first.bytes)).planes).toBe(5);
  expect(await framesByBrowser(page, first.bytes)).toBe(5);
  await page.getByText(/^Saved .*\.zoom\.gif/).waitFor();
  expect((await film(page)).bytes).toEqual(first.bytes);
  await type(page, 'Zoom seed', 2);
  expect((await film(page)).bytes).not.toEqual(first.bytes);

  await page.keyboard.press('Escape');
  await type(page, 'Steps', STEPS - 1);
  await dreamt(page);
  expect(await tensors(page)).toBe(before);
});

/** The frames that the browser's own decoder counts in a GIF. */
const framesByBrowser = (page: Page, bytes: Uint8Array) =>
  page.evaluate(async (base64) => {
    const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const decoder = new ImageDecoder({ data, type: 'image/gif' });
    await Promise.all([decoder.tracks.ready, decoder.completed]);
    return decoder.tracks.selectedTrack?.frameCount;
  }, Buffer.from(bytes).toString('base64'));

test('one click makes a sheet of dreams, a row a layer', async () => {
  const page = await opened();
  await stage(page, 'Dream');
  await more(page);
  await type(page, 'Octaves', 1);
  await type(page, 'Steps', 2);
  const saved = page.waitForEvent('download', { timeout: 200_000 });
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'Sheet of dreams' }).click();
  const { name, bytes } = await read(await saved);
  expect(name).toMatch(/\.layers\.png$/);
  const { width, height } = await decode(name, bytes);
  const { grid, dream, model, shows } = JSON.parse(readTexts(bytes).eosin ?? '');
  expect(grid).toEqual({ layers: ['mixed0', 'mixed2', 'mixed4', 'mixed6', 'mixed8'], steps: [1, 2] });
  expect([shows, dream.id, model.id]).toEqual(['layers', 'inception-v3-cells', 'blood-stain']);
  expect(width).toBeGreaterThan(3 * 256);
  expect(height).toBeGreaterThan(5 * 256);
});
