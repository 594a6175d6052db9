import type { Picture } from '../picture.ts';
import { randomFrom } from '../random.ts';
import { between, counted } from './chance.ts';
import { blurred, clouds, emptyField, mixed } from './field.ts';
import { type Place, scattered } from './place.ts';
import { addRedCell } from './red-cell.ts';
import { addPlatelet, addWhiteCell, type WhiteCellKind } from './white-cell.ts';

const SIDE = 512;
/** Radius of a red cell, in pixels: half of 7.4 micrometres. */
const RED_RADIUS = 40;
export const SMEAR_PIXEL_SIZE_UM = 0.0925;

/** The light that the bare slide lets through, red, green and blue, 0..255. */
const ground = [180, 219, 192] as const;
/** Absorbance (natural logarithm) of each stain at full density, in red, green and blue. */
const eosin = [0.02, 0.76, 0.35] as const;
const azure = [0.95, 1.5, 0.5] as const;
const paleCytoplasm = [0.12, 0.2, 0.07] as const;
const neutrophilGranules = [0.08, 0.22, 0.08] as const;
const eosinophilGranules = [0.02, 0.6, 0.55] as const;

/** Light that a pixel has to gather for 255, in photoelectrons, and the microscope's blur in pixels. */
const FULL_WELL = 16000;
const BLUR = 1.5;
/** Share by which the objective, a little out of focus, darkens the inside of a rim and brightens its outside. */
const FRINGE = 0.35;
const FRINGE_REACH = 4;

const kinds: readonly WhiteCellKind[] = [
  'neutrophil',
  'neutrophil',
  'neutrophil',
  'lymphocyte',
  'eosinophil',
];

/**
 * A stained blood smear in transmitted light: red cells with a pale middle, some overlapping, a few white cells and
 * platelets. Absorbances add up along the light's way (Beer and Lambert); then come blur, uneven light and shot noise.
 *
 * @returns 512x512 RGB; 0.0925 micrometres a pixel.
 */
export function drawSmear(seed: number): Picture {
  const random = randomFrom(seed);
  const chromatin = clouds(SIDE, 7, random);
  const grain = clouds(SIDE, 3, random);
  const staining = clouds(SIDE, 200, random);
  const whiteStains = { nucleus: emptyField(SIDE), cytoplasm: emptyField(SIDE), granules: emptyField(SIDE) };
  const thickness = emptyField(SIDE);

  const whites: Place[] = Array.from({ length: 1 + Math.floor(random() * 2) }, (_, n) => ({
    x: between(0.2, 0.8, random) * SIDE,
    y: (n === 0 ? between(0.2, 0.4, random) : between(0.65, 0.85, random)) * SIDE,
    radius: between(1.55, 1.8, random) * RED_RADIUS,
  }));
  let granules: readonly number[] = neutrophilGranules;
  for (const place of whites) {
    const kind = kinds[Math.floor(random() * kinds.length)] ?? 'neutrophil';
    if (kind === 'eosinophil') granules = eosinophilGranules;
    const radius = kind === 'lymphocyte' ? 0.75 * place.radius : place.radius;
    addWhiteCell(whiteStains, kind, { ...place, radius }, chromatin, grain, random);
  }

  const radiusOf = () => between(0.9, 1.08, random) * RED_RADIUS;
  const closeness = () => (random() < 0.04 ? 0.7 : between(0.98, 1.1, random));
  const reds = scattered(SIDE, 900, radiusOf, closeness, random, whites);
  for (const place of reds) addRedCell(thickness, place, random);

  const taken = [...whites, ...reds];
  const platelets = scattered(
    SIDE,
    40,
    () => between(5, 11, random),
    () => 3,
    random,
    taken,
  );
  for (const place of platelets.slice(0, 9)) addPlatelet(whiteStains, place, grain, random);

  const stains = [thickness, whiteStains.nucleus, whiteStains.cytoplasm, whiteStains.granules].map(
    (stain) => {
      const sharp = blurred(stain, BLUR);
      return mixed([sharp, blurred(stain, FRINGE_REACH)], (near, far) => near + FRINGE * (near - far));
    },
  );
  const [red, nucleus, cytoplasm, granular] = stains;

  const centreX = between(0.3, 0.7, random) * SIDE;
  const centreY = between(0.3, 0.7, random) * SIDE;
  const data = new Uint8Array(SIDE * SIDE * 3);
  for (let i = 0; i < SIDE * SIDE; i++) {
    const fromCentre = Math.hypot((i % SIDE) - centreX, Math.floor(i / SIDE) - centreY) / SIDE;
    const light = 1 - 0.12 * fromCentre ** 2;
    const depth = 1 + 0.08 * (staining.values[i] ?? 0);
    for (let c = 0; c < 3; c++) {
      const absorbance =
        depth *
        ((red?.values[i] ?? 0) * (eosin[c] ?? 0) +
          (nucleus?.values[i] ?? 0) * (azure[c] ?? 0) +
          (cytoplasm?.values[i] ?? 0) * (paleCytoplasm[c] ?? 0) +
          (granular?.values[i] ?? 0) * (granules[c] ?? 0));
      const photons = ((light * (ground[c] ?? 0) * Math.exp(-absorbance)) / 255) * FULL_WELL;
      data[i * 3 + c] = Math.min(255, Math.round((counted(photons, random) / FULL_WELL) * 255));
    }
  }
  return { width: SIDE, height: SIDE, channels: 3, data };
}
