import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { progressLine } from './progress.ts';

/** What is written to a terminal of 30 columns, or to no terminal. */
function terminal(isTTY: boolean) {
  let written = '';
  const stream = new Writable({
    write(chunk, _, done) {
      written += chunk;
      done();
    },
  });
  const tty = Object.assign(stream, { isTTY, columns: 30 }) as unknown as NodeJS.WriteStream; // all that is looked at
  return { tty, written: () => written };
}
const painting = { stage: 'colour', words: 'Painting', done: 3, of: 12 } as const;

test('on a terminal one line is written over, never wider than it, and taken away', () => {
  const { tty, written } = terminal(true);
  const line = progressLine(2, tty);
  line.show('a.png', painting);
  line.show('a.png', painting); // said already
  line.show('a-name-that-is-long.png', { ...painting, done: 6 });
  line.clear();
  expect(written()).toBe(
    '\r1/2 a.png: Painting 25 %\x1b[K' + '\r2/2 a-name-that-is-long.png: \x1b[K' + '\r\x1b[K',
  );
});

test('where no terminal is, nothing is written', () => {
  const { tty, written } = terminal(false);
  const line = progressLine(1, tty);
  line.show('a.png', painting);
  line.clear();
  expect(written()).toBe('');
});
