import { expect, test } from 'vitest';
import type { Picture } from '../../engine/picture.ts';
import { createTileBoard, type TileAsk } from './tile-board.ts';

const ask = (stage: TileAsk['stage'], column: number): TileAsk => ({
  stage,
  tile: { x: column * 512, y: 0, width: 512, height: 512 },
});
const edges = (...columns: number[]) => columns.map((column) => ask('edges', column));
const wordsOf = ({ stage, tile }: TileAsk) => `${stage} ${tile.x / 512}`;
const turn = () => new Promise((resolve) => setTimeout(resolve));

/** A board whose tiles come when the test says so: each of 4 bytes. */
function boardOf(budgetBytes: number, keyOf: (stage: TileAsk['stage']) => string | null = () => 'a') {
  const open = new Map<string, { resolve(picture: Picture | null): void; signal: AbortSignal }>();
  const begun: string[] = [];
  const stopped: string[] = [];
  const failures: string[] = [];
  const board = createTileBoard(
    {
      keyOf,
      make: (one, signal) =>
        new Promise((resolve, reject) => {
          const words = wordsOf(one);
          begun.push(words);
          open.set(words, { resolve, signal });
          signal.addEventListener('abort', () => {
            stopped.push(words);
            reject(new Error('stopped'));
          });
        }),
      failed: (one) => failures.push(wordsOf(one)),
    },
    budgetBytes,
  );
  const come = async (words: string, picture: Picture | null = tile()) => {
    open.get(words)?.resolve(picture);
    await turn();
  };
  return { board, begun, stopped, failures, come };
}
const tile = (): Picture => ({ width: 1, height: 1, channels: 4, data: new Uint8Array(4) });

test('two are made at a time, in the order in which they are wanted, panes in turn', async () => {
  const { board, begun, come } = boardOf(100);
  board.want('left', edges(3, 4, 5));
  board.want('right', [ask('colour', 3), ask('colour', 4)]);
  expect(begun).toEqual(['edges 3', 'edges 4']);
  await come('edges 3');
  await come('edges 4');
  await come('colour 3');
  expect(begun).toEqual(['edges 3', 'edges 4', 'colour 3', 'colour 4', 'edges 5']);
  expect(board.get(ask('edges', 3))).toEqual(tile());
  expect(board.get(ask('edges', 5))).toBe(undefined);
});

test('what is scrolled away is stopped and not begun, what stays in view goes on, and nothing failed', async () => {
  const { board, begun, stopped, failures, come } = boardOf(100);
  board.want('pane', edges(0, 1, 2, 3));
  board.want('pane', edges(1, 8));
  expect(stopped).toEqual(['edges 0']);
  await turn();
  expect(begun).toEqual(['edges 0', 'edges 1', 'edges 8']); // neither 2 nor 3
  await come('edges 1');
  await come('edges 8');
  board.want('pane', []);
  expect([begun.length, stopped.length, failures]).toEqual([3, 1, []]);
});

test('tiles are kept up to a budget in bytes; the least recently shown go first, and those in view never', async () => {
  const { board, begun, come } = boardOf(12); // three tiles
  for (const column of [0, 1, 2]) {
    board.want('pane', edges(column));
    await come(`edges ${column}`);
  }
  board.want('pane', edges(0)); // shown again
  board.want('pane', edges(0, 3));
  await come('edges 3');
  expect([0, 1, 2, 3].map((column) => board.get(ask('edges', column)) !== undefined)).toEqual([
    true,
    false,
    true,
    true,
  ]);
  expect(begun).toEqual(['edges 0', 'edges 1', 'edges 2', 'edges 3']); // 0 was not made again
});

test('a stage that is not ready is not asked; what another recipe made is not shown', async () => {
  let key: string | null = null;
  const { board, begun, stopped, come } = boardOf(100, () => key);
  let told = 0;
  board.subscribe(() => told++);
  board.want('pane', edges(0, 1));
  expect(begun).toEqual([]);
  key = 'a';
  board.goOn();
  expect(begun).toEqual(['edges 0', 'edges 1']);
  await come('edges 0');
  expect(told).toBe(1);
  key = 'b';
  board.clear();
  expect(stopped).toEqual(['edges 1']);
  expect(board.get(ask('edges', 0))).toBe(undefined);
  expect(begun).toEqual(['edges 0', 'edges 1', 'edges 0', 'edges 1']);
});

test('a tile that could not be had is told of once, and asked for again only after all was cleared', async () => {
  const { board, begun, failures, come } = boardOf(100);
  board.want('pane', edges(0));
  await come('edges 0', null);
  board.want('pane', edges(0, 1));
  expect([begun, failures]).toEqual([['edges 0', 'edges 1'], ['edges 0']]);
  expect(board.get(ask('edges', 0))).toBe(undefined);
  board.clear();
  expect(begun).toEqual(['edges 0', 'edges 1', 'edges 0', 'edges 1']);
});
