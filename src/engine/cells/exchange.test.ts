import { expect, test } from 'vitest';
import { unzip } from '../formats/zip.ts';
import type { Labels } from '../picture.ts';
import { randomFrom } from '../random.ts';
import { geoJson, labelsOfGeoJson } from './geojson.ts';
import { withoutHoles } from './holes.ts';
import { numbered } from './labels.ts';
import { measures } from './measures.ts';
import { filled, outlines } from './outlines.ts';
import { roiSet } from './rois.ts';

/** Discs that touch and overlap, without holes. */
function discs(seed: number): Labels {
  const random = randomFrom(seed);
  const [width, height] = [90, 70];
  const data = new Uint32Array(width * height);
  for (let label = 1; label <= 14; label++) {
    const [cx, cy, r] = [random() * width, random() * height, 4 + random() * 10];
    for (let i = 0; i < data.length; i++) {
      if (Math.hypot((i % width) - cx, Math.floor(i / width) - cy) < r) data[i] = label;
    }
  }
  return withoutHoles(numbered(data, width, height));
}

test.each([1, 2, 3])('GeoJSON read again gives the same cells (seed %i)', (seed) => {
  const labels = discs(seed);
  const text = geoJson(outlines(labels), measures(labels));
  expect([...labelsOfGeoJson('cells.geojson', text, 90, 70).data]).toEqual([...labels.data]);
});

test('what is no GeoJSON of polygons is refused in one sentence that begins with the file’s name', () => {
  for (const text of [
    '',
    '{}',
    '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point"}}]}',
  ]) {
    expect(() => labelsOfGeoJson('cells.geojson', text, 9, 9)).toThrow(
      /^cells\.geojson [^.]+\.$|^cells\.geojson .*FeatureCollection\.$/,
    );
  }
});

/** A ROI by the layout of ij.io.RoiDecoder, written apart from the encoder. */
function readRoi(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  expect(new TextDecoder().decode(bytes.subarray(0, 4))).toBe('Iout');
  const [type, top, left, , , count] = [bytes[6], ...[8, 10, 12, 14, 16].map((at) => view.getInt16(at))];
  const points = Array.from({ length: count! }, (_, i) => [
    left! + view.getInt16(64 + 2 * i),
    top! + view.getInt16(64 + 2 * count! + 2 * i),
  ]);
  const second = view.getUint32(60);
  const [nameAt, nameLength] = [view.getUint32(second + 16), view.getUint32(second + 20)];
  const name = String.fromCharCode(
    ...Array.from({ length: nameLength }, (_, i) => view.getUint16(nameAt + 2 * i)),
  );
  return { type, ring: points.flat(), name };
}

test.each([1, 2, 3])('a RoiSet read by its layout gives the same cells (seed %i)', async (seed) => {
  const labels = discs(seed);
  const files = await unzip(await roiSet(outlines(labels)), () => true);
  const rois = [...files].map(([path, bytes]) => ({ path, ...readRoi(bytes) }));
  expect(rois.map(({ path }) => path)).toEqual(rois.map(({ name }) => `${name}.roi`));
  expect(new Set(rois.map(({ type }) => type))).toEqual(new Set([8]));
  const found = filled(
    rois.map(({ ring }) => [{ outer: ring, holes: [] }]),
    90,
    70,
  );
  const others = found.filter((label, i) => label !== labels.data[i]).length;
  expect(others / found.length).toBeLessThan(0.005); // a cell cut in two by another keeps its larger part
});
