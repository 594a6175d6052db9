import * as v from 'valibot';

export const between = (low: number, high: number) => v.pipe(v.number(), v.minValue(low), v.maxValue(high));
export const whole = (low: number, high: number) => v.pipe(between(low, high), v.integer());

const contrast = {
  /** Percentiles of the grey values (0..100) that become black and white. */
  low: between(0, 100),
  high: between(0, 100),
  /** Exponent on the stretched 0..1 values; below 1 lifts the dark parts. */
  gamma: between(0.1, 4),
};

const square = {
  /** With `crop`: the square's side is the shorter side divided by this, 1..16. */
  zoom: between(1, 16),
  /** With `crop`: the square's place, 0..1 of the room it has across and down; 0.5 is the centre. */
  across: between(0, 1),
  down: between(0, 1),
};

/** Of recipes before version 4, which knew one plane of a file. */
export const planeDevelopSchema = v.strictObject({
  channel: v.union([v.literal('grey'), whole(0, Number.MAX_SAFE_INTEGER)]),
  ...contrast,
  frame: v.picklist(['crop', 'fit']),
  size: v.picklist([32, 64, 128, 256, 512, 768, 1024]),
  ...square,
});

/** How the planes in depth become one. */
export const projections = ['max', 'mean', 'sum', 'sharpest'] as const;

const value = v.pipe(v.number(), v.finite());

/** How one channel of a file goes into the composite. */
const channelLookSchema = v.strictObject({
  shown: v.boolean(),
  /** Red, green and blue (0..255) of its brightest; or 256 such colours from dark to bright, as base64. */
  colour: v.union([
    v.tuple([whole(0, 255), whole(0, 255), whole(0, 255)]),
    v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{1024}$/, 'should be 768 bytes as base64')),
  ]),
  /** The file's values that become dark and bright; null for percentiles of the plane. */
  range: v.nullable(
    v.pipe(
      v.tuple([value, value]),
      v.check(([low, high]) => low < high),
    ),
  ),
  gamma: contrast.gamma,
});

/** Its ranges hold wherever such settings are stored. */
export const developSchema = v.strictObject({
  /**
   * What edges, cells and models read: `grey` for the luminance of an RGB picture (or the first channel), `composite` for that
   * of the channels together, else the number of a channel, from 0.
   */
  channel: v.union([v.picklist(['grey', 'composite']), whole(0, Number.MAX_SAFE_INTEGER)]),
  /** How each channel of a file of several stains is shown; null for the file's own colours, or common ones. */
  channels: v.nullable(v.pipe(v.array(channelLookSchema), v.minLength(1), v.maxLength(256))),
  /** The plane in depth, from 0, or how all of them become one. */
  z: v.union([v.picklist(projections), whole(0, 1_000_000)]),
  /** The plane in time, from 0. */
  time: whole(0, 1_000_000),
  ...contrast,
  /** `crop` cuts a square, `fit` keeps the whole picture and its proportions, `part` cuts what `part` says. */
  frame: v.picklist(['crop', 'fit', 'part']),
  /** With `part`: left, top, width and height in the upright file's own pixels; what lies outside of the picture is left out. */
  part: v.tuple([whole(0, 1e7), whole(0, 1e7), whole(1, 1e7), whole(1, 1e7)]),
  /** Pixels of the working picture's longer side, where `scale` does not say. */
  size: whole(16, 16_384),
  /** Pixels of the working picture for each of the file: 1 is true size; null where `size` says. */
  scale: v.nullable(between(1 / 256, 16)),
  ...square,
});

/** In the order of the schema, so that a recipe is written the same before and after a check. */
export const defaultDevelop: Readonly<v.InferOutput<typeof developSchema>> = {
  channel: 'grey',
  channels: null,
  z: 0,
  time: 0,
  low: 1,
  high: 99,
  gamma: 1,
  frame: 'crop',
  part: [0, 0, 256, 256],
  size: 256,
  scale: null,
  zoom: 1,
  across: 0.5,
  down: 0.5,
};
