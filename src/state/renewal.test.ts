import { expect, test } from 'vitest';
import { isRenewed } from './renewal.ts';

const SCRIPT = 'https://eosin/assets/index-CsEhtqnE.js';
const page = (name: string) =>
  `<head><script type="module" crossorigin src="./assets/${name}"></script><link href="./assets/x.js"></head>`;
const renewed = (answer: () => Response) => isRenewed('https://eosin/', SCRIPT, async () => answer());

test('another first script is another version; the same one, or none that can be read, is not', async () => {
  expect(await renewed(() => new Response(page('index-Bd3fQ0aa.js')))).toBe(true);
  expect(await renewed(() => new Response(page('index-CsEhtqnE.js')))).toBe(false);
  expect(await renewed(() => new Response('Sign in to the school network'))).toBe(false);
  expect(await renewed(() => new Response(page('index-Bd3fQ0aa.js'), { status: 503 }))).toBe(false);
  const offline = () => {
    throw new TypeError('Failed to fetch');
  };
  expect(await renewed(offline)).toBe(false);
});

test('the page is asked of the server and not of a cache', async () => {
  const asked: unknown[] = [];
  await isRenewed('https://eosin/', SCRIPT, async (...all) => {
    asked.push(all);
    return new Response(page('index-CsEhtqnE.js'));
  });
  expect(asked).toEqual([['https://eosin/', { cache: 'no-store' }]]);
});
