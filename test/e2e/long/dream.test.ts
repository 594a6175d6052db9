import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { dreaming, dreamt, layer, place, stepsTaken, tensors, type } from '../dreaming.ts';
import { checksum, more, pane, settled, stage, visitors } from '../studio.ts';

const { open, opened } = visitors();

test('twenty fast changes of the layer end on the last one, with no tensor more', async () => {
  const page = await opened();
  await dreaming(page, 4);
  await dreamt(page);
  const ofMixed0 = await checksum(page, 'Dream');
  await layer(page, 'mixed2').check();
  await layer(page, 'mixed0').uncheck();
  await dreamt(page);
  expect(await checksum(page, 'Dream')).not.toBe(ofMixed0);
  const before = await tensors(page);

  for (let i = 0; i < 20; i++) {
    const [to, from] = i % 2 === 0 ? ['mixed0', 'mixed2'] : ['mixed2', 'mixed0'];
    await layer(page, to as string).check();
    await layer(page, from as string).uncheck();
  }
  await layer(page, 'mixed0').check();
  await layer(page, 'mixed2').uncheck();
  await dreamt(page);
  expect(await checksum(page, 'Dream')).toBe(ofMixed0);
  expect(await tensors(page)).toBe(before);
});

interface Seen {
  /** A sum over the pixels; null while no picture stands there. */
  readonly picture: number | null;
  readonly words: string;
}

/** Writes down what the Dream pane shows from here on, by the frames of the screen: each change of its picture or of its words. */
const watchDream = (page: Page) =>
  page.evaluate(() => {
    const seen: Seen[] = [];
    Object.assign(globalThis, { seen });
    const look = () => {
      const canvas = document.querySelector<HTMLCanvasElement>('figure[aria-label="Dream"] canvas');
      const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      let sum = 0;
      for (const [i, value] of data?.entries() ?? []) sum = (sum + value * ((i % 8191) + 1)) % 4_294_967_291;
      const picture = canvas?.checkVisibility() ? sum : null;
      const words = document.querySelector('.dream-place')?.textContent ?? '';
      const last = seen.at(-1);
      if (!last || last.picture !== picture || last.words !== words) seen.push({ picture, words });
      if ('seen' in globalThis) requestAnimationFrame(look);
    };
    look();
  });

/** What it showed, and the end of that. */
const seenOf = (page: Page) =>
  page.evaluate(() => {
    const { seen } = globalThis as unknown as { seen: Seen[] };
    Reflect.deleteProperty(globalThis, 'seen');
    return seen;
  });

test('a change leaves the old dream standing, says how long the new one takes, and shows it before its first step', async () => {
  const page = await opened();
  await dreaming(page, 4);
  await dreamt(page);
  const old = await checksum(page, 'Dream');
  await watchDream(page);
  await layer(page, 'mixed1').check();
  await layer(page, 'mixed0').uncheck();
  await dreamt(page);
  await expect.poll(() => stepsTaken(page)).toBe(4);
  const seen = await seenOf(page);
  expect(seen.map(({ picture }) => picture)).not.toContain(null); // never blank
  const fresh = seen.findIndex(({ picture }) => picture !== old);
  expect(seen[fresh]?.words).toMatch(/^starts again, about \d+ s$/);
});

test('a dream pauses, takes single steps and goes on; its frames can be looked back at', async () => {
  const page = await open(); // an ascent that is gone on with keeps the numbers of its earlier frames
  await dreaming(page, 60);
  await expect.poll(() => stepsTaken(page), { timeout: 60_000 }).toBeGreaterThan(2);
  await page.getByRole('button', { name: 'Pause' }).click();
  await dreamt(page);
  const paused = await stepsTaken(page);
  expect(paused).toBeLessThan(60);

  await page.getByRole('button', { name: 'One step' }).click();
  await expect.poll(() => stepsTaken(page), { timeout: 30_000 }).toBe(paused + 1);
  await dreamt(page);
  const stood = await checksum(page, 'Dream');

  const frames = page.getByRole('slider', { name: 'Frame' });
  await frames.press('Home');
  expect(await place(page).textContent()).toContain('step 1/60');
  expect(await checksum(page, 'Dream')).not.toBe(stood);
  await frames.press('End');
  expect(await checksum(page, 'Dream')).toBe(stood);

  await page.getByRole('button', { name: 'Go on' }).click();
  await expect.poll(() => stepsTaken(page), { timeout: 60_000 }).toBeGreaterThan(paused + 2);
  await page.keyboard.press('Escape');
  await dreamt(page);
  expect(await pane(page, 'Dream').getAttribute('data-state')).toBe('ready');
});

test('fewer steps show the kept frame, more go on from where the dream stands', async () => {
  const page = await open(); // where no dream before has left its steps
  await dreaming(page, 3);
  await dreamt(page);
  const ofThree = await checksum(page, 'Dream');
  await type(page, 'Steps', 6);
  await dreamt(page);
  expect(await stepsTaken(page)).toBe(6);
  expect(await checksum(page, 'Dream')).not.toBe(ofThree);
  const runs = Number(await pane(page, 'Dream').getAttribute('data-runs'));
  await type(page, 'Steps', 3);
  await dreamt(page);
  expect(await checksum(page, 'Dream')).toBe(ofThree);
  expect(Number(await pane(page, 'Dream').getAttribute('data-runs'))).toBe(runs);
});

test('octaves that are too large are told on the card before any dream, and the recipe stays as it was typed', async () => {
  const page = await opened();
  await stage(page, 'Input');
  await page.getByRole('combobox', { name: 'Size' }).selectOption('1024 px');
  await settled(page);
  const card = page.getByRole('region', { name: 'Dream' });
  await stage(page, 'Dream');
  await more(page);
  await type(page, 'Octaves', 8);
  await type(page, 'Octave scale', 2);
  expect(await card.getByRole('alert').count()).toBe(0);
  await type(page, 'Octaves above the size', 3);
  expect(await card.getByRole('alert').textContent()).toBe(
    'The largest octave would be 8192 × 8192 px and take 16.1 GB of memory, more than the 1.6 GB that a dream may take; one octave above the size or an octave scale of 1.35 would do.',
  );
  expect(await page.getByRole('textbox', { name: 'Octaves above the size, number' }).inputValue()).toBe('3');
  await type(page, 'Octaves above the size', 1);
  await expect.poll(() => card.getByRole('alert').count()).toBe(0);
});
