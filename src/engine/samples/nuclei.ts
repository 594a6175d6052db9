import type { Planes } from '../picture.ts';
import { randomFrom } from '../random.ts';
import { between, counted, normal } from './chance.ts';
import { around, blurred, clouds, emptyField, type Field, mottled } from './field.ts';
import { outline } from './outline.ts';
import { type Place, scattered } from './place.ts';

const SIDE = 512;
/** A 20x objective on a camera with pixels of 6.5 micrometres. */
const PIXEL_SIZE_UM = 0.325;

/** Focal planes of the specimen: the blur there in pixels, and the share of the nuclei that lie in each. */
const depths = [
  { sigma: 1.2, share: 0.75 },
  { sigma: 2.4, share: 0.17 },
  { sigma: 6, share: 0.08 },
] as const;

/** Light from above and below the focus: its share of the whole, and how far it spreads, in pixels. */
const HAZE = 0.13;
const HAZE_REACH = 20;
/** Photoelectrons at a nucleus of brightness 1, on the ground, and as the camera's own noise. */
const PHOTONS = 2600;
const GROUND_PHOTONS = 70;
const READ_NOISE = 2;
/** The camera's numbers: counts a photoelectron, and those that it shows in the dark. */
const GAIN = 2.2;
const OFFSET = 100;

/** A nucleus at rest: a dome of stained chromatin, denser in clumps, with one to three darker nucleoli. */
function drawResting(light: Field, { x, y, radius }: Place, chromatin: Field, random: () => number): void {
  const share = outline(radius, between(1.05, 1.6, random), 0.06, random);
  const brightness = Math.exp(0.28 * normal(random));
  const nucleoli = Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({
    dx: between(-0.45, 0.45, random) * radius,
    dy: between(-0.45, 0.45, random) * radius,
    radius: between(0.1, 0.2, random) * radius,
  }));
  around(light.side, x, y, radius * 1.6, (dx, dy, i) => {
    const rho = share(dx, dy);
    if (rho >= 1) return;
    const dome = (1 - rho ** 2) ** 0.4;
    const hollow = nucleoli.reduce(
      (left, hole) =>
        left * (1 - 0.45 * Math.exp(-((dx - hole.dx) ** 2 + (dy - hole.dy) ** 2) / hole.radius ** 2)),
      1,
    );
    const clumps = 1 + 0.22 * (chromatin.values[i] ?? 0);
    light.values[i] = (light.values[i] ?? 0) + brightness * dome * hollow * clumps;
  });
}

/** Condensed chromosomes: one plate in metaphase, two that part in anaphase. */
function drawDividing(light: Field, { x, y, radius }: Place, chromatin: Field, random: () => number): void {
  const turn = between(0, Math.PI, random);
  const size = Math.max(18, radius);
  const apart = random() < 0.6 ? 0 : between(0.45, 0.75, random) * size;
  for (const shift of apart === 0 ? [0] : [-apart, apart]) {
    around(light.side, x, y, size * 2, (dx, dy, i) => {
      const along = dx * Math.cos(turn) + dy * Math.sin(turn);
      const across = dy * Math.cos(turn) - dx * Math.sin(turn) - shift;
      const rough = 1 + 0.25 * (chromatin.values[i] ?? 0);
      const rho = Math.hypot(along / (0.8 * size), across / (0.42 * size)) / rough;
      if (rho < 1) light.values[i] = (light.values[i] ?? 0) + 1.7 * (1 - rho ** 4);
    });
  }
}

/**
 * A fluorescence field of stained nuclei, as a widefield microscope sees it: nuclei in and out of focus, their haze,
 * uneven light, and a camera that counts photons.
 *
 * @param laid sees a focal plane's light after each nucleus in it, which is how truth.ts learns where they lie.
 * @returns 512x512, one channel, 16 bits; 0.325 micrometres a pixel.
 */
export function drawNuclei(seed: number, laid: (light: Field) => void = () => {}): Planes {
  const random = randomFrom(seed);
  const chromatin = mottled(SIDE, 9, random);
  const density = clouds(SIDE, 170, random);
  const radiusOf = () => Math.min(46, 18 * Math.exp(0.28 * normal(random)));
  const places = scattered(SIDE, 420, radiusOf, () => between(0.88, 1.25, random), random).filter(
    ({ x, y }) => {
      const at =
        Math.round(Math.min(SIDE - 1, Math.max(0, y))) * SIDE +
        Math.min(SIDE - 1, Math.max(0, Math.round(x)));
      return (density.values[at] ?? 0) > -0.35 + 0.2 * normal(random);
    },
  );

  const layers = depths.map((depth) => ({ ...depth, light: emptyField(SIDE) }));
  for (const place of places) {
    const depth = random();
    const layer = layers.find(
      (_, n) => depth < depths.slice(0, n + 1).reduce((sum, { share }) => sum + share, 0),
    );
    const draw = random() < 0.04 ? drawDividing : drawResting;
    const { light } = layer ?? layers[0]!; // there is a first layer
    draw(light, place, chromatin, random);
    laid(light);
  }

  const light = emptyField(SIDE);
  for (const layer of layers) {
    const { values } = blurred(layer.light, layer.sigma);
    values.forEach((value, i) => {
      light.values[i] = (light.values[i] ?? 0) + value;
    });
  }
  const haze = blurred(light, HAZE_REACH);

  const centreX = between(0.35, 0.65, random) * SIDE;
  const centreY = between(0.35, 0.65, random) * SIDE;
  const samples = Uint16Array.from(light.values, (value, i) => {
    const fromCentre = Math.hypot((i % SIDE) - centreX, Math.floor(i / SIDE) - centreY) / SIDE;
    const photons =
      (PHOTONS * (value + HAZE * (haze.values[i] ?? 0)) + GROUND_PHOTONS) * (1 - 0.7 * fromCentre ** 2);
    const counts = OFFSET + GAIN * (counted(photons, random) + READ_NOISE * normal(random));
    return Math.min(65535, Math.max(0, Math.round(counts)));
  });
  return {
    width: SIDE,
    height: SIDE,
    channels: [{ name: 'DNA', samples }],
    bitDepth: 16,
    sampleFormat: 'uint',
    photometric: { kind: 'grey' },
    orientation: 1,
    pixelSizeUm: [PIXEL_SIZE_UM, PIXEL_SIZE_UM],
    planes: 1,
  };
}
