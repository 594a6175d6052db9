import { toFloat16 } from './float16.ts';
import { maxBytes } from './limits.ts';
import { count, damaged, notRead, printable, Refusal } from './refusal.ts';
import { isObject, type Json, listAt, objectAt, textAt } from './zarr-json.ts';

type Metadata = { readonly [key: string]: Json };

/** What the numbers of an array are, and under which type zarrita reads them. */
export interface ZarrNumbers {
  readonly sampleFormat: 'uint' | 'int' | 'float';
  /** 1 for truth values, which take a byte each. */
  readonly bits: number;
  /** Half floats are read as their bits and widened here: not every engine has an array of them. */
  readonly readAs: string;
}

/** An array's metadata, held to what is read here. */
export interface ZarrDescription {
  readonly shape: readonly number[];
  /** Of the parts that are unpacked one at a time: chunks, or the inner chunks of shards. */
  readonly chunk: readonly number[];
  readonly chunkBytes: number;
  readonly numbers: ZarrNumbers;
  /** The index of a shard stands before its chunks. */
  readonly isIndexFirst: boolean;
  /** As zarrita takes it. */
  readonly metadata: Metadata;
}

/** Sides of an array: time, channel, z, y, x, and some that others may add. */
const MOST_AXES = 8;

/** Chunks of a shard, whose places are read at once. */
const MOST_INNER = 1_000_000;

const cure =
  'Save it anew as OME-Zarr of whole numbers or floats, packed by Blosc, Zstandard, gzip or not at all.';

const numbersOf: Readonly<Record<string, ZarrNumbers>> = {
  ...Object.fromEntries(
    [8, 16, 32].flatMap((bits) => [
      [`uint${bits}`, { sampleFormat: 'uint', bits, readAs: `uint${bits}` }],
      [`int${bits}`, { sampleFormat: 'int', bits, readAs: `int${bits}` }],
    ]),
  ),
  bool: { sampleFormat: 'uint', bits: 1, readAs: 'uint8' },
  float16: { sampleFormat: 'float', bits: 16, readAs: 'uint16' },
  float32: { sampleFormat: 'float', bits: 32, readAs: 'float32' },
  float64: { sampleFormat: 'float', bits: 64, readAs: 'float64' },
};

/** Names of version 3 for numpy's letters, which version 2 uses. */
const letters: Readonly<Record<string, string>> = { u: 'uint', i: 'int', f: 'float' };

function nameOfType(dtype: string): string {
  if (/^[<>|]b1$/.test(dtype)) return 'bool';
  const [, letter = '', bytes = ''] = /^[<>|]([uif])([1248])$/.exec(dtype) ?? [];
  return `${letters[letter] ?? dtype}${letter ? 8 * Number(bytes) : ''}`;
}

function checkedNumbers(name: string): ZarrNumbers {
  const numbers = numbersOf[name];
  if (!numbers) throw notRead(`samples of the type "${printable(name).slice(0, 40)}"`, cure);
  return numbers;
}

/** Whole numbers from 1 on. @throws Refusal */
function sides(list: readonly Json[], what: string): number[] {
  const fits = (side: Json): side is number =>
    typeof side === 'number' && Number.isSafeInteger(side) && side >= 1;
  if (list.length === 0 || list.length > MOST_AXES || !list.every(fits)) {
    throw damaged(`it gives ${what} as ${printable(JSON.stringify(list)).slice(0, 60)}`);
  }
  return [...list];
}

const product = (list: readonly number[]) => list.reduce((all, side) => all * side, 1);

function checkedChunk(
  list: readonly Json[],
  shape: readonly number[],
  numbers: ZarrNumbers,
): { chunk: number[]; chunkBytes: number } {
  const chunk = sides(list, 'the size of its chunks');
  if (chunk.length !== shape.length) throw damaged('its chunks have other axes than the picture');
  const chunkBytes = product(chunk) * Math.max(1, numbers.bits / 8);
  if (chunkBytes > maxBytes) {
    throw new Refusal(
      `is too large: a chunk takes ${count(Math.ceil(chunkBytes / 1e6))} MB unpacked; at most ${count(maxBytes / 1e6)} MB are read. Save it in smaller chunks.`,
    );
  }
  return { chunk, chunkBytes };
}

/** What stands where a chunk is missing, as a number of the type that it is read as. */
function fill(value: Json | undefined, { sampleFormat, readAs }: ZarrNumbers): Json {
  if (value === undefined || value === null || typeof value === 'boolean') return Number(value ?? 0);
  if (sampleFormat !== 'float') return typeof value === 'number' ? value : 0;
  if (readAs !== 'uint16') return typeof value === 'string' && value.startsWith('0x') ? 'NaN' : value;
  const [bits = 0] = toFloat16(Float32Array.of(Number(value)));
  return bits;
}

const isPermutation = (order: readonly Json[], rank: number) =>
  order.length === rank &&
  new Set(order).size === rank &&
  order.every((axis) => Number(axis) >= 0 && Number(axis) < rank);

/** Ways to lay a chunk out and pack it that zarrita or zarr-codecs.ts undoes exactly. */
const known =
  /^(?:transpose|bytes|crc32c|(?:numcodecs\.)?(?:blosc|lz4|zstd|gzip|zlib)|numcodecs\.(?:shuffle|delta))$/;

function checkCodecs(codecs: readonly Json[], rank: number): void {
  for (const codec of codecs) {
    const name = textAt(codec, 'name') ?? '';
    if (!known.test(name)) throw notRead(`chunks packed by "${printable(name).slice(0, 40)}"`, cure);
    const { order } = objectAt(codec, 'configuration');
    if (
      name === 'transpose' &&
      order !== 'C' &&
      order !== 'F' &&
      !(Array.isArray(order) && isPermutation(order, rank))
    ) {
      throw damaged('the order of its axes in a chunk makes no sense');
    }
    if (/delta|shuffle|blosc/.test(name) && !isObject(objectAt(codec, 'configuration')))
      throw damaged('a codec lacks its settings');
  }
}

/** An array of version 2 (`.zarray`). @throws Refusal */
export function describeTwo(told: Metadata): ZarrDescription {
  const dtype = textAt(told, 'dtype');
  if (dtype === undefined) throw notRead('samples of several values', cure);
  const numbers = checkedNumbers(nameOfType(dtype));
  const shape = sides(listAt(told, 'shape'), 'its size');
  const chunks = checkedChunk(listAt(told, 'chunks'), shape, numbers);
  const filters = listAt(told, 'filters');
  const { compressor = null } = told;
  checkCodecs(
    [...filters, ...(compressor === null ? [] : [compressor])].map((one) => ({
      name: `numcodecs.${textAt(one, 'id') ?? ''}`,
    })),
    shape.length,
  );
  const isWidened = numbers.readAs === 'uint16' && numbers.sampleFormat === 'float';
  if (isWidened && filters.length > 0) throw notRead('half floats behind a filter', cure);
  const order = told.order === 'F' ? 'F' : 'C';
  const separator = textAt(told, 'dimension_separator') === '/' ? '/' : '.';
  const letter = isWidened || numbers.bits === 1 ? 'u' : (dtype[1] ?? 'u');
  return {
    shape,
    ...chunks,
    numbers,
    isIndexFirst: false,
    metadata: {
      zarr_format: 2,
      shape,
      chunks: chunks.chunk,
      dtype: `${dtype[0]}${letter}${dtype[2]}`,
      compressor,
      filters,
      order,
      dimension_separator: separator,
      fill_value: fill(told.fill_value, numbers),
    },
  };
}

/** An array of version 3 (`zarr.json`). @throws Refusal */
export function describeThree(told: Metadata): ZarrDescription {
  const { data_type: type } = told;
  if (typeof type !== 'string') throw notRead('samples of a type of their own', cure);
  const numbers = checkedNumbers(type);
  const shape = sides(listAt(told, 'shape'), 'its size');
  const grid = objectAt(told, 'chunk_grid');
  if (textAt(grid, 'name') !== 'regular') throw notRead('chunks of several sizes', cure);
  const outer = listAt(objectAt(grid, 'configuration'), 'chunk_shape');
  const codecs = listAt(told, 'codecs');
  const shard = codecs.find((codec) => textAt(codec, 'name') === 'sharding_indexed');
  const settings = objectAt(shard, 'configuration');
  if (shard && codecs.length > 1) throw notRead('shards that are packed as a whole', cure);
  const chunks = checkedChunk(shard ? listAt(settings, 'chunk_shape') : outer, shape, numbers);
  checkCodecs(shard ? listAt(settings, 'codecs') : codecs, shape.length);
  if (shard) {
    checkCodecs(listAt(settings, 'index_codecs'), shape.length);
    const counts = sides(outer, 'the size of its shards').map((side, i) => side / (chunks.chunk[i] ?? 1));
    if (counts.length !== shape.length || !counts.every(Number.isInteger) || product(counts) > MOST_INNER) {
      throw damaged('its shards do not hold a whole number of chunks, or more than a million');
    }
  }
  const encoding = objectAt(told, 'chunk_key_encoding');
  const separator = textAt(objectAt(encoding, 'configuration'), 'separator');
  const isLikeTwo = textAt(encoding, 'name') === 'v2';
  return {
    shape,
    ...chunks,
    numbers,
    isIndexFirst: textAt(settings, 'index_location') === 'start',
    metadata: {
      zarr_format: 3,
      node_type: 'array',
      shape,
      data_type: numbers.readAs,
      chunk_grid: { name: 'regular', configuration: { chunk_shape: outer } },
      chunk_key_encoding: {
        name: isLikeTwo ? 'v2' : 'default',
        configuration: { separator: separator ?? (isLikeTwo ? '.' : '/') },
      },
      fill_value: fill(told.fill_value, numbers),
      codecs,
      attributes: {},
    },
  };
}
