import * as v from 'valibot';
import { StudioError } from '../errors.ts';
import type { Labels } from '../picture.ts';
import { numbered } from './labels.ts';
import type { Measures } from './measures.ts';
import { filled, type Outline, type Ring } from './outlines.ts';

/** A ring as GeoJSON has it: points as pairs, the first one again at the end. */
const positions = (ring: Ring): number[][] => {
  const points = Array.from({ length: ring.length / 2 }, (_, i) => [ring[2 * i]!, ring[2 * i + 1]!]); // as many as pairs
  return [...points, points[0]!];
};

/**
 * The cells as GeoJSON (RFC 7946) that QuPath reads: a detection a cell, in pixels from the picture's top left corner, its
 * outline along the pixels' edges.
 *
 * @param measured of the same cells, in their order.
 */
export function geoJson(outlined: readonly Outline[], measured: readonly Measures[]): string {
  const features = outlined.map((outline, i) => {
    const rings = outline.map(({ outer, holes }) => [outer, ...holes].map(positions));
    const { area, perimeter, circularity, elongation, centroid } = measured[i]!; // one a label
    return {
      type: 'Feature',
      id: `cell-${i + 1}`,
      geometry:
        rings.length === 1
          ? { type: 'Polygon', coordinates: rings[0] }
          : { type: 'MultiPolygon', coordinates: rings },
      properties: {
        objectType: 'detection',
        name: `Cell ${i + 1}`,
        measurements: {
          'Area px^2': area,
          'Perimeter px': perimeter,
          Circularity: Number.isNaN(circularity) ? null : circularity,
          Elongation: elongation,
          'Centroid X px': centroid[0],
          'Centroid Y px': centroid[1],
        },
      },
    };
  });
  return JSON.stringify({ type: 'FeatureCollection', features });
}

const ring = v.pipe(v.array(v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(2))), v.minLength(3));
const geometry = v.variant('type', [
  v.object({ type: v.literal('Polygon'), coordinates: v.pipe(v.array(ring), v.minLength(1)) }),
  v.object({
    type: v.literal('MultiPolygon'),
    coordinates: v.array(v.pipe(v.array(ring), v.minLength(1))),
  }),
]);
const feature = v.object({ type: v.literal('Feature'), geometry });
const collection = v.union([
  v.pipe(
    v.object({ type: v.literal('FeatureCollection'), features: v.array(feature) }),
    v.transform((c) => c.features),
  ),
  v.array(feature), // as older versions of QuPath write it
]);

/**
 * The label map of GeoJSON's polygons, laid over one another in their order.
 *
 * @param name the file's, for the sentence.
 * @throws StudioError `file`.
 */
export function labelsOfGeoJson(name: string, text: string, width: number, height: number): Labels {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new StudioError('file', `${name} is no GeoJSON: it cannot be read as JSON.`, { cause });
  }
  const result = v.safeParse(collection, value);
  if (!result.success) {
    throw new StudioError(
      'file',
      `${name} holds no polygons: export the cells of QuPath as a FeatureCollection.`,
    );
  }
  const outlined = result.output.map(({ geometry }): Outline => {
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    return polygons.map(([outer, ...holes]) => ({ outer: flat(outer!), holes: holes.map(flat) })); // one ring at least
  });
  return numbered(filled(outlined, width, height), width, height);
}

const flat = (points: readonly (readonly number[])[]): Ring =>
  points.slice(0, -1).flatMap(([x, y]) => [x!, y!]); // two at least
