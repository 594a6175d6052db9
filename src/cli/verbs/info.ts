import type { Channel, Planes } from '../../engine/picture.ts';
import { decode } from '../../engine/stages/decode.ts';
import { lightOf } from '../../engine/stages/light.ts';
import { readPicture } from '../files.ts';
import { parsed, type Verb, WrongUse } from '../verb.ts';

interface ChannelFacts {
  readonly name?: string;
  /** Of the finite values; null where there is none. */
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
}

/** What `info --json` prints: a file's first plane, in the numbers that the file stores. */
interface Facts
  extends Pick<Planes, 'width' | 'height' | 'planes' | 'bitDepth' | 'sampleFormat' | 'pixelSizeUm'> {
  readonly channels: readonly ChannelFacts[];
  /** Of a palette or of inks, what they become: the means of red, green and blue, 0..255. */
  readonly rgbMean?: readonly number[];
  /** What else there is to know of the file, each a sentence that begins with its name. */
  readonly warnings: readonly string[];
}

function channelFacts({ name, samples }: Channel): ChannelFacts {
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
  return name === undefined ? statistics : { name, ...statistics };
}

function facts(path: string, planes: Planes): Facts {
  const { width, height, bitDepth, sampleFormat, pixelSizeUm } = planes;
  const channels = planes.channels.map(channelFacts);
  const warnings = (planes.warnings ?? []).map((warning) => `${path} ${warning}`);
  const isIndirect = planes.photometric.kind === 'palette' || planes.photometric.kind === 'cmyk';
  return {
    width,
    height,
    planes: planes.planes,
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

function table(
  path: string,
  { width, height, planes, bitDepth, sampleFormat, pixelSizeUm, channels, rgbMean: rgb, warnings }: Facts,
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
  help: `eosin info FILE [--json]

  What the file holds, of the first plane, in its own numbers: nothing is scaled or turned.

  --json   one line of JSON: {"width", "height", "planes", "bitDepth",
           "sampleFormat": "uint" | "int" | "float", "pixelSizeUm": [x, y] | null,
           "channels": [{"name"?, "min", "max", "mean"}, ...],
           "rgbMean"?: [red, green, blue], "warnings": [sentence, ...]}
           NaN and infinite values are left out of min, max and mean. Palettes and inks have an rgbMean:
           what they become, 0 to 255. Warnings say what is the matter with a file that was read.
`,
  async run(args) {
    const { values, positionals } = parsed(args, { json: { type: 'boolean' } });
    const [path, ...more] = positionals;
    if (path === undefined) throw new WrongUse('info needs a file: eosin info FILE [--json].');
    if (more.length > 0) throw new WrongUse(`info takes one file, not ${positionals.length}.`);
    const found = facts(path, await decode(path, await readPicture(path)));
    process.stdout.write(`${values.json ? JSON.stringify(found) : table(path, found)}\n`);
    return 0;
  },
};
