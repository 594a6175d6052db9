import { expect, test } from 'vitest';
import { isAsSealed, sealed, UNFILLED_SEAL, type VideoSeal } from './video-seal.ts';

const pictures = `sha256:${'ab'.repeat(32)}`;
const film = new TextEncoder().encode(
  `\0\u0001s ${JSON.stringify(UNFILLED_SEAL)} media sha256 ${JSON.stringify(UNFILLED_SEAL)}`,
);

/** The seals that a film says in words, each as JSON. */
const said = (bytes: Uint8Array): VideoSeal[] =>
  (new TextDecoder().decode(bytes).match(/\{[^}]*\}/g) ?? []).map((text) => JSON.parse(text));

test('a seal fills each of its places, and holds until a byte is changed', async () => {
  const bytes = await sealed(film, pictures);
  expect(bytes).toHaveLength(film.length);
  const [seal, again] = said(bytes);
  expect(again).toEqual(seal);
  expect(seal?.pictures).toBe(pictures);
  expect(seal?.file).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(seal?.file).not.toBe(UNFILLED_SEAL.file);
  if (!seal) throw new Error('nothing was said');
  expect(await isAsSealed(bytes, seal)).toBe(true);
  for (const at of [0, film.length >> 1, film.length - 1]) {
    const changed = bytes.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(await isAsSealed(changed, seal)).toBe(false);
  }
  expect(await isAsSealed(bytes.subarray(1), seal)).toBe(false);
});
