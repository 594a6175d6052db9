import { expect, inject, test } from 'vitest';
import { runsHere } from './installed.ts';
import { mainJob } from './main-job.ts';
import { evaluate } from './tab.ts';
import { openWebkit } from './webkit.ts';
import { wholeWalk } from './whole-walk.ts';

test.runIf(runsHere.webkit)('WebKit does the main job, and again from its cache', async () => {
  const tab = await openWebkit();
  try {
    await mainJob(tab, inject('url'));
    expect(await evaluate(tab, () => navigator.userAgent)).toMatch(/AppleWebKit.*Version\/.*Safari/);
  } finally {
    await tab.close();
  }
});

test.runIf(runsHere.webkit)(
  'WebKit exports a whole picture, edges and colours, as the shell makes them',
  async () => {
    const tab = await openWebkit();
    try {
      await wholeWalk(tab, inject('url'));
    } finally {
      await tab.close();
    }
  },
);
