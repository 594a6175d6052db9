import { expect, test } from 'vitest';
import { destinations } from './destinations.ts';

const outs = (...paths: readonly string[]) => [...destinations(paths, 'out', '.edges.png')];

test('a picture keeps its name without its extension', () => {
  expect(outs('a/cell.tif', 'b.PNG')).toEqual([
    ['a/cell.tif', 'out/cell.edges.png'],
    ['b.PNG', 'out/b.edges.png'],
  ]);
});

test('what is no extension stays part of the name', () => {
  expect(outs('plate.A01', 'plate.A02', 'scan.ome.tif').map(([, out]) => out)).toEqual([
    'out/plate.A01.edges.png',
    'out/plate.A02.edges.png',
    'out/scan.ome.edges.png',
  ]);
});

test('pictures that differ in their extension keep it', () => {
  expect(outs('a/x.png', 'b/x.tif').map(([, out]) => out)).toEqual([
    'out/x.png.edges.png',
    'out/x.tif.edges.png',
  ]);
});

test('pictures of equal names keep the folders that tell them apart', () => {
  expect(
    outs('runs/one/cell.tif', 'runs/two/deep/cell.tif', 'runs/one/other.tif').map(([, out]) => out),
  ).toEqual(['out/one/cell.edges.png', 'out/two/deep/cell.edges.png', 'out/other.edges.png']);
  expect(outs('cell.tif', 'sub/cell.tif', 'sub/CELL.png').map(([, out]) => out)).toEqual([
    'out/cell.tif.edges.png',
    'out/sub/cell.tif.edges.png',
    'out/CELL.png.edges.png',
  ]);
});

test('a picture that is given twice is wrong use', () => {
  expect(() => outs('a/x.png', 'b.png', './a/x.png')).toThrow('./a/x.png is given twice.');
});
