import { StudioError } from '../../engine/errors.ts';
import type { OpenedFile } from '../../engine/formats/opened-file.ts';
import type { Axes, Channel, Planes } from '../../engine/picture.ts';
import { openFile } from '../../engine/stages/decode.ts';
import { lightOf } from '../../engine/stages/light.ts';
import { fileBytes, filesBeside } from '../file-bytes.ts';
import { parsed, type Verb, WrongUse } from '../verb.ts';

interface ChannelFacts extends Pick<Channel, 'name' | 'colour'> {
  /** Of the finite values; null where there is none. */
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
}

/** What `info --json` prints: one plane of a file, in the numbers that the file stores. */
interface Facts
  extends Pick<Planes, 'planes' | 'bitDepth' | 'sampleFormat' | 'pixelSizeUm'>,
    Pick<OpenedFile, 'axes' | 'levels' | 'series'> {
  /** At the full size, as `pixelSizeUm`. */
  readonly width: number;
  readonly height: number;
  readonly channels: readonly ChannelFacts[];
  /** Of a palette or of inks, what they become: the means of red, green and blue, 0..255. */
  readonly rgbMean?: readonly number[];
  /** What else there is to know of the file, each a sentence that begins with its name. */
  readonly warnings: readonly string[];
}

function channelFacts({ name, colour, samples }: Channel): ChannelFacts {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let count = 0;
  for (const value of samples) {
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
    count++;
  }
  const statistics = count > 0 ? { min, max, mean: sum / count } : { min: null, max: null, mean: null };
  return { ...(name !== undefined && { name }), ...(colour && { colour }), ...statistics };
}

/** A plane as `--plane` names it: channel, depth and time, from 0. */
function planeIn(value: string): Axes {
  const [c, z, t, ...more] = value.split(',').map(Number);
  const all = [c, z, t];
  if (more.length > 0 || !all.every((number) => Number.isSafeInteger(number) && Number(number) >= 0)) {
    throw new WrongUse(`--plane takes three whole numbers from 0, as 0,4,0; "${value}" is none.`);
  }
  return { c: c ?? 0, z: z ?? 0, t: t ?? 0 };
}

/** @throws StudioError `file` where the file lacks the plane. */
function checkPlane(path: string, { c, z, t }: Axes, { axes }: OpenedFile): void {
  if (c < axes.c && z < axes.z && t < axes.t) return;
  throw new StudioError(
    'file',
    `${path} has no plane ${c},${z},${t}: it has those from 0,0,0 to ${axes.c - 1},${axes.z - 1},${axes.t - 1}.`,
  );
}

function facts(path: string, { axes, levels, series }: OpenedFile, planes: Planes, only?: number): Facts {
  const { bitDepth, sampleFormat } = planes;
  const { width, height } = levels[0] ?? planes;
  const um = planes.pixelSizeUm;
  // Of a file that is too large a smaller copy was read.
  const pixelSizeUm = um && ([(um[0] * planes.width) / width, (um[1] * planes.height) / height] as const);
  const channels = planes.channels.filter((_, c) => only === undefined || c === only).map(channelFacts);
  const warnings = (planes.warnings ?? []).map((warning) => `${path} ${warning}`);
  const isIndirect = planes.photometric.kind === 'palette' || planes.photometric.kind === 'cmyk';
  return {
    width,
    height,
    planes: planes.planes,
    axes,
    levels,
    series,
    bitDepth,
    sampleFormat,
    pixelSizeUm,
    channels,
    ...(isIndirect && { rgbMean: rgbMean(planes) }),
    warnings,
  };
}

/** On the scale of 8 bits. */
function rgbMean(planes: Planes): readonly number[] {
  const scale = planes.photometric.kind === 'palette' ? 1 : 255 / (2 ** planes.bitDepth - 1);
  return lightOf(planes, 'grey').planes.map((samples) => (channelFacts({ samples }).mean ?? 0) * scale);
}

const words = { uint: 'whole numbers from 0', int: 'whole numbers', float: 'floating point' };
const figure = (value: number | null) => (value === null ? '-' : String(Number(value.toPrecision(6))));

const sizeOf = ({ width, height }: OpenedFile['levels'][number]) => `${width} x ${height}`;

function table(
  path: string,
  {
    width,
    height,
    planes,
    axes,
    levels,
    series,
    bitDepth,
    sampleFormat,
    pixelSizeUm,
    channels,
    rgbMean: rgb,
    warnings,
  }: Facts,
): string {
  const rows = [
    ['channel', 'min', 'max', 'mean'],
    ...channels.map(({ name, min, max, mean }, i) => [
      name ?? String(i),
      figure(min),
      figure(max),
      figure(mean),
    ]),
  ];
  const columns = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(columns[i] ?? 0) : cell.padStart(columns[i] ?? 0)))
      .join('  ');
  return [
    path,
    `  size        ${width} x ${height} pixels`,
    `  planes      ${planes}`,
    `  axes        ${axes.c} channels, ${axes.z} in depth, ${axes.t} in time`,
    ...(levels.length > 1 ? [`  levels      ${levels.map(sizeOf).join(', ')}`] : []),
    ...(series > 1 ? [`  series      the first of ${series}`] : []),
    `  values      ${bitDepth} bit, ${words[sampleFormat]}`,
    `  pixel size  ${pixelSizeUm ? `${pixelSizeUm.map((side) => figure(side)).join(' x ')} um` : 'not given'}`,
    '',
    ...rows.map((row) => `  ${line(row)}`),
    ...(rgb ? ['', `  shown as red, green, blue: ${rgb.map(figure).join(', ')} in the mean`] : []),
    ...(warnings.length > 0 ? ['', ...warnings] : []),
  ].join('\n');
}

/** What a file holds, before anything is scaled or turned. */
export const info: Verb = {
  summary: 'size, bit depth, pixel size and range of a file',
  help: `eosin info FILE [--json] [--plane C,Z,T]

  What the file holds, of the first plane, in its own numbers: nothing is scaled or turned.

  --plane  channel, depth and time of another plane of a stack, counted from 0
  --json   one line of JSON: {"width", "height", "planes", "axes": {"c", "z", "t"},
           "levels": [{"width", "height"}, ...], "series", "bitDepth",
           "sampleFormat": "uint" | "int" | "float", "pixelSizeUm": [x, y] | null,
           "channels": [{"name"?, "colour"?: [red, green, blue], "min", "max", "mean"}, ...],
           "rgbMean"?: [red, green, blue], "warnings": [sentence, ...]}
           Levels are the sizes that the picture is stored in, largest first; series counts the pictures
           in the file, of which the first is read. NaN and infinite values are left out of min, max
           and mean. Palettes and inks have an rgbMean: what they become, 0 to 255. Warnings say what
           is the matter with a file that was read.
`,
  async run(args) {
    const { values, positionals } = parsed(args, { json: { type: 'boolean' }, plane: { type: 'string' } });
    const [path, ...more] = positionals;
    if (path === undefined)
      throw new WrongUse('info needs a file: eosin info FILE [--json] [--plane C,Z,T].');
    if (more.length > 0) throw new WrongUse(`info takes one file, not ${positionals.length}.`);
    const plane = values.plane === undefined ? undefined : planeIn(values.plane);
    const opened = await openFile(path, await fileBytes(path), undefined, filesBeside(path));
    if (plane) checkPlane(path, plane, opened);
    const planes = await opened.read(plane ?? { z: 0, t: 0 });
    const found = facts(path, opened, planes, plane?.c);
    process.stdout.write(`${values.json ? JSON.stringify(found) : table(path, found)}\n`);
    return 0;
  },
};
