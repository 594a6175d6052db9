import {
  type Code,
  each,
  type Func,
  f32,
  f32x4,
  func,
  i16x8,
  i32,
  i32x4,
  type Local,
  moduleOf,
  raise,
  times,
  u8x16,
  v128,
} from './assembler.ts';

/** Bytes of what is noted of four channels: sums, sums of squares, least and largest values. */
const NOTED_BYTES = 64;

/**
 * Sums of products, and what is noted of them, for a tile of neighbouring pixels and a panel of channels.
 *
 * 16-bit integers times 16-bit integers, summed in 32 bits: eight products an instruction, where floats have four
 * for two. Sums go out as floats.
 *
 * @param pixels of a tile.
 * @param vectors registers of four channels of a panel.
 */
function products(name: string, pixels: number, vectors: number): Func {
  const parameters = {
    x: 'i32', // address of the first pixel under the kernel
    nextX: 'i32', // bytes to the pixels under the kernel one pixel on
    nextRow: 'i32', // bytes from row to row of x
    rows: 'i32', // of the kernel
    groups: 'i32', // in a row of the kernel
    filter: 'i32', // for each panel of channels: all pairs of its weights
    panels: 'i32',
    y: 'i32',
    tiles: 'i32',
    noted: 'i32', // of the first panel
  } as const;
  return func(name, parameters, (given, variable) => {
    const tile = Array.from({ length: pixels }, () => variable());
    const panel = Array.from({ length: vectors }, (_, v) => v);
    const sums = tile.map(() => panel.map(() => variable('v128')));
    const values = tile.map(() => variable('v128'));
    const weights = panel.map(() => variable('v128'));
    const [tilesLeft, panelsLeft, rowsLeft, groupsLeft] = [variable(), variable(), variable(), variable()];
    const [weight, row, to, noted] = [variable(), variable(), variable(), variable()];
    const bytesOfPixel = i32.mul(given.panels.value, i32.of(16 * vectors));

    const group: Code = [
      ...each(tile, (from, m) => [
        ...(values[m] as typeof from).set(v128.load(from.value)),
        ...raise(from, 16),
      ]),
      ...each([0, 1, 2, 3], (pair) => [
        ...each(weights, (one, v) => one.set(v128.load(weight.value, 16 * (pair * vectors + v)))),
        ...each(sums, (ofPixel, m) => {
          const two = i32x4.spread((values[m] as (typeof values)[0]).value, pair);
          return each(ofPixel, (sum, v) =>
            sum.set(i32x4.add(sum.value, i32x4.dot(two, (weights[v] as (typeof weights)[0]).value))),
          );
        }),
      ]),
      ...raise(weight, 64 * vectors),
    ];
    const kernelRow: Code = [
      ...each(tile, (from, m) =>
        from.set(m === 0 ? row.value : i32.add((tile[m - 1] as typeof from).value, given.nextX.value)),
      ),
      ...times(groupsLeft, given.groups.value, group),
      ...raise(row, given.nextRow.value),
    ];
    const note = (v: number): Code => {
      const ofPixels = sums.map((ofPixel) => (ofPixel[v] as (typeof ofPixel)[0]).value);
      const place = (what: number) => 16 * (4 * v + what);
      const noting = (what: number, code: (a: Code, b: Code) => Code, of: readonly Code[]): Code =>
        v128.store(
          noted.value,
          of.reduce((sum, value) => code(sum, value), v128.load(noted.value, place(what))),
          place(what),
        );
      return [
        ...noting(0, f32x4.add, ofPixels),
        ...noting(
          1,
          f32x4.add,
          ofPixels.map((value) => f32x4.mul(value, value)),
        ),
        ...noting(2, f32x4.min, ofPixels),
        ...noting(3, f32x4.max, ofPixels),
      ];
    };
    const panelOfTile: Code = [
      ...each(sums.flat(), (sum) => sum.set(v128.zero)),
      ...row.set(given.x.value),
      ...times(rowsLeft, given.rows.value, kernelRow),
      ...each(sums.flat(), (sum) => sum.set(f32x4.fromIntegers(sum.value))),
      ...each(panel, note),
      ...raise(noted, NOTED_BYTES * vectors),
      ...row.set(to.value),
      ...each(sums, (ofPixel) => [
        ...each(ofPixel, (sum, v) => v128.store(row.value, sum.value, 16 * v)),
        ...raise(row, bytesOfPixel),
      ]),
      ...raise(to, 16 * vectors),
    ];
    return times(tilesLeft, given.tiles.value, [
      ...weight.set(given.filter.value),
      ...to.set(given.y.value),
      ...noted.set(given.noted.value),
      ...times(panelsLeft, given.panels.value, panelOfTile),
      ...raise(given.x, i32.mul(given.nextX.value, i32.of(pixels))),
      ...raise(given.y, i32.mul(bytesOfPixel, i32.of(pixels))),
    ]);
  });
}

const overPixels = {
  from: 'i32',
  to: 'i32',
  nextTo: 'i32', // bytes from pixel to pixel
  groups: 'i32', // of eight channels
  pixels: 'i32', // of a row
} as const;

/**
 * One row: sums times a factor and a summand of their channel, negative values times `slope`, rounded to 16 bits.
 *
 * @param factors for each group of eight channels: eight factors, eight summands.
 */
const settle = func('settle', { ...overPixels, factors: 'i32', slope: 'f32' }, (given, variable) => {
  const [pixelsLeft, groupsLeft, factor, to] = [variable(), variable(), variable(), variable()];
  const halves = [0, 1].map(() => variable('v128'));
  const [slope] = [variable('v128')];
  return [
    ...slope.set(f32x4.splat(given.slope.value)),
    ...times(pixelsLeft, given.pixels.value, [
      ...factor.set(given.factors.value),
      ...to.set(given.to.value),
      ...times(groupsLeft, given.groups.value, [
        ...each(halves, (half, h) => [
          ...half.set(
            f32x4.add(
              f32x4.mul(v128.load(given.from.value, 16 * h), v128.load(factor.value, 16 * h)),
              v128.load(factor.value, 32 + 16 * h),
            ),
          ),
          ...half.set(f32x4.nearest(f32x4.max(half.value, f32x4.mul(half.value, slope.value)))),
        ]),
        ...v128.store(to.value, i16x8.narrowed(...halves.map((half) => i32x4.fromFloats(half.value)))),
        ...raise(given.from, 32),
        ...raise(factor, 64),
        ...raise(to, 16),
      ]),
      ...raise(given.to, given.nextTo.value),
    ]),
  ];
});

/** One row: what is not negative of values, times `ratio` / 2 ** 15. */
const beside = func('beside', { ...overPixels, ratio: 'i32' }, (given, variable) => {
  const [pixelsLeft, groupsLeft, to, ratio] = [variable(), variable(), variable(), variable('v128')];
  return [
    ...ratio.set(i16x8.splat(given.ratio.value)),
    ...times(pixelsLeft, given.pixels.value, [
      ...to.set(given.to.value),
      ...times(groupsLeft, given.groups.value, [
        ...v128.store(
          to.value,
          i16x8.scaledBy(i16x8.max(v128.load(given.from.value), v128.zero), ratio.value),
        ),
        ...raise(given.from, 16),
        ...raise(to, 16),
      ]),
      ...raise(given.to, given.nextTo.value),
    ]),
  ];
});

/**
 * The hyperbolic tangent by three steps of Lambert's continued fraction for each power of two, within 1e-4; beyond 5 it is
 * that of 5.
 */
const TANH = { over: [135135, 17325, 378, 1], under: [135135, 62370, 3150, 28], most: 5 } as const;

/** The bytes of RGB in four pixels of four bytes; the last four are of no use. */
const RGB_BYTES = [0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 0, 0, 0, 0];

/**
 * One row of RGB bytes from the phases of its even and its odd pixels, four sums each: times factors, plus summands, tanh.
 * Four bytes after the row are written too.
 */
const colours = func(
  'colours',
  { left: 'i32', right: 'i32', to: 'i32', fours: 'i32', factors: 'i32' },
  (given, variable) => {
    const left = variable();
    const constants: { value: number; local: Local }[] = [];
    const constant = (value: number): Code => {
      const local = variable('v128');
      constants.push({ value, local });
      return local.value;
    };
    const [over, under] = [TANH.over.map(constant), TANH.under.map(constant)];
    const [least, most] = [constant(-TANH.most), constant(TANH.most)];
    const [half, middle] = [constant(127.5), constant(128)]; // truncated after that: to the nearest
    const [factor, summand, square] = [variable('v128'), variable('v128'), variable('v128')];
    const pixels = [0, 1, 2, 3].map(() => variable('v128'));
    const polynomial = (terms: readonly Code[]): Code =>
      terms.reduceRight((sum, term) => f32x4.add(f32x4.mul(sum, square.value), term));
    const [a, b, c, d] = pixels.map(({ value }) => i32x4.fromFloats(value)) as [Code, Code, Code, Code];
    return [
      ...each(constants, ({ value, local }) => local.set(f32x4.splat(f32.of(value)))),
      ...factor.set(v128.load(given.factors.value)),
      ...summand.set(v128.load(given.factors.value, 16)),
      ...times(left, given.fours.value, [
        ...each(pixels, (v, i) => [
          ...v.set(v128.load((i % 2 === 0 ? given.left : given.right).value, i < 2 ? 0 : 16)),
          ...v.set(f32x4.add(f32x4.mul(v.value, factor.value), summand.value)),
          ...v.set(f32x4.min(f32x4.max(v.value, least), most)),
          ...square.set(f32x4.mul(v.value, v.value)),
          ...v.set(f32x4.div(f32x4.mul(v.value, polynomial(over)), polynomial(under))),
          ...v.set(f32x4.add(f32x4.mul(v.value, half), middle)),
        ]),
        ...v128.store(
          given.to.value,
          u8x16.at(u8x16.narrowed(i16x8.narrowed(a, b), i16x8.narrowed(c, d)), RGB_BYTES),
        ),
        ...raise(given.left, 32),
        ...raise(given.right, 32),
        ...raise(given.to, 12),
      ]),
    ];
  },
);

/** Channels of a panel, and of the one that the three colours are. */
export const PANEL = 8;
export const PANEL_OF_COLOURS = 4;
/** Pixels of a tile; what is left of a row is done one by one. */
export const TILE = 4;

/** The functions of the module, by name; each takes numbers in the order of its parameters. */
export type Kernels = Readonly<
  Record<
    'wide' | 'single' | 'wideLast' | 'singleLast' | 'settle' | 'beside' | 'colours',
    (...numbers: number[]) => void
  >
>;

/** Compiles the kernels over a memory. @returns null where WebAssembly has no vectors. */
export function kernelsOver(memory: WebAssembly.Memory): Kernels | null {
  const bytes = moduleOf([
    products('wide', TILE, 2),
    products('single', 1, 2),
    products('wideLast', TILE, 1),
    products('singleLast', 1, 1),
    settle,
    beside,
    colours,
  ]);
  if (!WebAssembly.validate(bytes)) return null;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { host: { memory } });
  return exports as unknown as Kernels; // all seven are functions
}
