import { type CannySettings, canny } from '../ops/canny.ts';
import { edgesNear } from '../ops/edge-agreement.ts';
import { gaussianBlur } from '../ops/gaussian.ts';
import { percentiles, stretch } from '../ops/stretch.ts';
import { automaticThresholds } from '../ops/thresholds.ts';
import type { Picture } from '../picture.ts';
import { lightness } from './lightness.ts';
import { type Place, places } from './places.ts';

/** How edges are looked for: Canny's settings, and the contrast that is set before. */
export interface EdgeLensSettings extends CannySettings {
  /** `auto` takes both thresholds from the input; `low` and `high` then rest. */
  readonly thresholds: 'fixed' | 'auto';
  /** Percentiles of the lightness that become black and white. */
  readonly black: number;
  readonly white: number;
}

/** Edges of one picture that another lacks. */
export interface EdgesApart {
  /** 1 channel: 255 on an edge pixel without one of the other picture's within the tolerance, 0 elsewhere. */
  readonly mask: Picture;
  /** Of all edge pixels of the picture, 0..1; 0 where there is none. */
  readonly share: number;
  readonly places: readonly Place[];
}

/** What a generated picture did to the edges of its input. */
export interface EdgeChanges {
  /** Edges of the input that the generated picture lacks. */
  readonly lost: EdgesApart;
  /** Edges of the generated picture that the input lacks. */
  readonly invented: EdgesApart;
}

/** Edges so near are taken for the same, in pixels. */
const TOLERANCE = 2;
/**
 * Both pictures are blurred by so much before, in pixels: a generator can hide its input in faint detail of one or two pixels
 * (Chu et al. 2017, arXiv 1712.02950), which no eye sees.
 */
const BLUR = 1;
/** Levels that black and white are apart at least: the noise of an empty picture is not stretched into edges. */
const LEAST_SPAN = 32;

/** The lightness that edges are looked for in, in the contrast of the settings. */
function looked(picture: Picture, { black, white }: EdgeLensSettings): Picture {
  const light = lightness(picture);
  const [from = 0, to = 0] = percentiles(light.data, [black, white]);
  const values = Float32Array.from(light.data);
  return gaussianBlur({ ...light, data: stretch(values, from, to, 1, LEAST_SPAN) }, BLUR);
}

const count = ({ data }: Picture) => data.reduce((sum, value) => sum + (value ? 1 : 0), 0);

function apart(edges: Picture, other: Picture): EdgesApart {
  const near = edgesNear(edges, other, TOLERANCE);
  const data = edges.data.map((value, i) => (value && !near.data[i] ? 255 : 0));
  const mask = { ...edges, data };
  const all = count(edges);
  return { mask, share: all === 0 ? 0 : count(mask) / all, places: places(mask) };
}

/**
 * The edges that were lost and invented between a picture and what was generated from it. Both are looked at in the same way, by
 * their lightness, each in its own contrast: a picture that came out as it was has lost and invented nothing.
 *
 * @param input RGB or grey, as it was shown to the eye; `generated` of the same size.
 */
export function edgeChanges(input: Picture, generated: Picture, settings: EdgeLensSettings): EdgeChanges {
  const [before, after] = [looked(input, settings), looked(generated, settings)];
  // `looked` has blurred by itself, and the recipe's sigma comes on top, as in the edges stage.
  const { low, high } = settings.thresholds === 'auto' ? automaticThresholds(before, settings) : settings;
  const [there, made] = [before, after].map((one) => canny(one, { ...settings, low, high })) as [
    Picture,
    Picture,
  ]; // two in, two out
  return { lost: apart(there, made), invented: apart(made, there) };
}
