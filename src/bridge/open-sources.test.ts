import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { Source } from './messages.ts';
import { openSources } from './open-sources.ts';

const stacks = join(import.meta.dirname, '../../test/fixtures/stacks');
const blob = (name: string) => new Blob([new Uint8Array(readFileSync(join(stacks, name)))]);
const set: Source = {
  kind: 'file',
  id: 'file-1',
  name: 'set-a.ome.tif',
  blob: blob('set-a.ome.tif'),
  beside: [{ path: 'set/set-b.ome.tif', blob: blob('set-b.ome.tif') }],
};

afterEach(() => vi.unstubAllGlobals());

test('a file is opened once, however often it is asked for', async () => {
  const engineSource = openSources();
  const opened = await engineSource(set).open();
  expect(await engineSource({ ...set }).open()).toBe(opened);
  expect(opened.axes).toEqual({ c: 2, z: 1, t: 2 });
  const alone = await engineSource({
    kind: 'file',
    id: 'file-1',
    name: 'set-a.ome.tif',
    blob: set.blob,
  }).open();
  expect(alone).not.toBe(opened);
});

test('planes come from files that were dropped with it', async () => {
  const { warnings, channels } = await openSources()(set).decode();
  expect(warnings).toEqual([]);
  expect(channels.map(({ samples }) => Math.max(...samples) > 0)).toEqual([true, true]);
});

test('within a worker it is read by slices, and one that is gone says so', async () => {
  const bytes = new Uint8Array(readFileSync(join(stacks, 'slide.svs')));
  const read = vi.fn((part: { at: number; end: number }) => bytes.slice(part.at, part.end).buffer);
  vi.stubGlobal(
    'FileReaderSync',
    class {
      readAsArrayBuffer = read;
    },
  );
  const file = { size: bytes.length, slice: (at: number, end: number) => ({ at, end }) } as unknown as Blob; // all that is used
  const source: Source = { kind: 'file', id: 'file-2', name: 'slide.svs', blob: file };
  const opened = await openSources()(source).open();
  expect((await opened.read({ z: 0, t: 0 }, 2)).width).toBe(24);
  const asked = read.mock.calls.reduce((sum, [{ at, end }]) => sum + end - at, 0);
  expect(asked).toBeLessThan(bytes.length);
  read.mockImplementation(() => {
    throw new DOMException('gone', 'NotReadableError');
  });
  await expect(opened.read({ z: 0, t: 0 })).rejects.toThrow(
    'slide.svs can no longer be read: it was moved or changed since it was opened. Open it again.',
  );
});
