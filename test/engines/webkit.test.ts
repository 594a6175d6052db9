import { expect, inject, test } from 'vitest';
import { runsHere } from './installed.ts';
import { mainJob } from './main-job.ts';
import { evaluate } from './tab.ts';
import { openWebkit } from './webkit.ts';

test.runIf(runsHere.webkit)('WebKit does the main job, and again from its cache', async () => {
  const tab = await openWebkit();
  try {
    await mainJob(tab, inject('url'));
    expect(await evaluate(tab, () => navigator.userAgent)).toMatch(/AppleWebKit.*Version\/.*Safari/);
  } finally {
    await tab.close();
  }
});
