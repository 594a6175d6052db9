import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openFirefox } from './firefox.ts';
import { runsHere } from './installed.ts';
import { mainJob } from './main-job.ts';
import { evaluate, type Tab } from './tab.ts';
import type { Checks } from './webgpu.page.ts';

describe.runIf(runsHere.firefox)('Firefox', () => {
  let tab: Tab;
  beforeAll(async () => {
    tab = await openFirefox();
  });
  afterAll(() => tab?.close());

  test('does the main job, and again from its cache', async () => {
    await mainJob(tab, inject('url'));
    expect(await evaluate(tab, () => navigator.userAgent)).toMatch(/Gecko.*Firefox/);
  });

  // Its compiler of WGSL is Naga, Chromium's is Tint.
  test("gives on WebGPU the edges of the plain code, a golden picture, and PyTorch's gradient of a dream", async () => {
    const url = inject('url');
    await tab.goto(new URL('/checks/', url).href);
    const models = new URL('/models/', url).href;
    // As text, since Vitest puts a function of its own in the place of import().
    const asked = `import('/checks/webgpu.js').then(({ checks }) => checks(${JSON.stringify(models)}))`;
    const { canny, generator, gradient, failure } = (await tab.run(asked)) as Checks; // what that function gives
    expect(failure).toBe('');
    expect(canny.filter(({ fault }) => fault !== '')).toEqual([]);
    expect(canny.length).toBeGreaterThan(12);
    expect(generator).toBeLessThan(0.5); // of 255; a quarter is the golden's own rounding
    expect(gradient).toBeLessThan(1e-4);
  });
});
