import type { Picture } from '../picture.ts';
import { randomFrom } from '../random.ts';
import { between, counted } from './chance.ts';
import { blurred, clouds, emptyField, type Field, mottled } from './field.ts';
import { type Place, scattered } from './place.ts';
import { addRedCell } from './red-cell.ts';
import { absorbances, emptyStains, type Stain, type Stains } from './stains.ts';
import { addPlatelet, addWhiteCell, type WhiteCellKind } from './white-cell.ts';

const SIDE = 512;
/** Radius of a red cell, in pixels: half of 7.4 micrometres. */
const RED_RADIUS = 40;
export const SMEAR_PIXEL_SIZE_UM = 0.0925;

/** The light that the bare slide lets through, red, green and blue, 0..255. */
const ground = [180, 219, 192] as const;
/** Density towards which stacked layers tend: a camera's channel is broad, and a stain takes only its own band from it. */
const SATURATION = 3;
/** The microscope's blur, in pixels. */
const BLUR = 1.5;
/** Share by which the objective, a little out of focus, darkens the inside of a rim and brightens its outside. */
const FRINGE = 0.35;
const FRINGE_REACH = 4;
/** Photoelectrons that a pixel gathers for 255. */
const FULL_WELL = 16000;

const kinds: readonly WhiteCellKind[] = [
  'neutrophil',
  'neutrophil',
  'neutrophil',
  'lymphocyte',
  'eosinophil',
];

/**
 * Lays white cells, then red cells around them, some upon one another, then platelets between.
 *
 * @param laid is called after each white and each red cell.
 */
function layCells(stains: Stains, random: () => number, laid: () => void): void {
  const clumps = mottled(SIDE, 13, random);
  const grain = clouds(SIDE, 4, random);
  const whites: Place[] = [];
  for (const [top, bottom] of random() < 0.5
    ? ([[0.25, 0.75]] as const)
    : ([
        [0.2, 0.35],
        [0.65, 0.8],
      ] as const)) {
    const kind = kinds[Math.floor(random() * kinds.length)] ?? 'neutrophil';
    const radius = between(1.55, 1.8, random) * RED_RADIUS * (kind === 'lymphocyte' ? 0.75 : 1);
    const place = { x: between(0.2, 0.8, random) * SIDE, y: between(top, bottom, random) * SIDE, radius };
    addWhiteCell(stains, kind, place, clumps, random);
    laid();
    whites.push(place);
  }

  const radiusOfRed = () => between(0.9, 1.08, random) * RED_RADIUS;
  const closeness = () => (random() < 0.08 ? between(0.55, 0.9, random) : between(0.98, 1.1, random));
  const reds = scattered(SIDE, 500 * 5 ** random(), radiusOfRed, closeness, random, whites);
  for (const place of reds) {
    addRedCell(stains, place, random);
    laid();
  }

  const radiusOfPlatelet = () => between(6, 11, random);
  const platelets = scattered(SIDE, 40, radiusOfPlatelet, () => 3, random, [...whites, ...reds]);
  for (const place of platelets.slice(0, 3 + 5 * random())) addPlatelet(stains, place, grain, random);
}

/** The light, 0..1, that a channel of the camera gets through the stains: Beer's and Lambert's law, with saturation. */
function throughStains(stains: Stains, channel: 0 | 1 | 2, unevenness: Field): Field {
  const light = emptyField(SIDE);
  for (const stain of Object.keys(absorbances) as Stain[]) {
    // keys() forgets the names' type
    const absorbance = SATURATION * absorbances[stain][channel];
    stains[stain].values.forEach((density, i) => {
      if (density > 0)
        light.values[i] = (light.values[i] ?? 0) + absorbance * (1 - Math.exp(-density / SATURATION));
    });
  }
  light.values.forEach((absorbance, i) => {
    light.values[i] = Math.exp(-absorbance * (1 + 0.08 * (unevenness.values[i] ?? 0)));
  });
  return light;
}

/**
 * A stained blood smear in transmitted light: red cells with a pale middle, some overlapping, a few white cells and
 * platelets; then the microscope's blur, uneven light and shot noise.
 *
 * @param laid sees the stains after each white and each red cell, which is how truth.ts learns where they lie.
 * @returns 512x512 RGB; 0.0925 micrometres a pixel.
 */
export function drawSmear(seed: number, laid: (stains: Stains) => void = () => {}): Picture {
  const random = randomFrom(seed);
  const stains = emptyStains(SIDE);
  layCells(stains, random, () => laid(stains));
  const staining = clouds(SIDE, 200, random);
  const centreX = between(0.3, 0.7, random) * SIDE;
  const centreY = between(0.3, 0.7, random) * SIDE;

  const data = new Uint8Array(SIDE * SIDE * 3);
  for (const channel of [0, 1, 2] as const) {
    const sharp = blurred(throughStains(stains, channel, staining), BLUR);
    const soft = blurred(sharp, FRINGE_REACH);
    sharp.values.forEach((through, i) => {
      const fringed = through + FRINGE * (through - (soft.values[i] ?? 0));
      const fromCentre = Math.hypot((i % SIDE) - centreX, Math.floor(i / SIDE) - centreY) / SIDE;
      const light = (ground[channel] / 255) * (1 - 0.12 * fromCentre ** 2);
      const electrons = counted(light * fringed * FULL_WELL, random);
      data[i * 3 + channel] = Math.min(255, Math.round((electrons / FULL_WELL) * 255));
    });
  }
  return { width: SIDE, height: SIDE, channels: 3, data };
}
