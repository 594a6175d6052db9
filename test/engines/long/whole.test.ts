import { inject, test } from 'vitest';
import { openFirefox } from '../firefox.ts';
import { runsHere } from '../installed.ts';
import { openWebkit } from '../webkit.ts';
import { wholeWalk } from './whole-walk.ts';

test.for([
  ['Firefox', runsHere.firefox, openFirefox],
  ['WebKit', runsHere.webkit, openWebkit],
] as const)('%s exports a whole picture, edges and colours, as the shell makes them', async ([
  ,
  isHere,
  open,
], { skip }) => {
  if (!isHere) skip();
  const tab = await open();
  try {
    await wholeWalk(tab, inject('url'));
  } finally {
    await tab.close();
  }
});
