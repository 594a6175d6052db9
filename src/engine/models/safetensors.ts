import { StudioError } from '../errors.ts';

/** A tensor as it is stored, row-major: half floats as their bits. */
export type Stored =
  | { readonly dtype: 'F32'; readonly shape: readonly number[]; readonly values: Float32Array }
  | { readonly dtype: 'F16'; readonly shape: readonly number[]; readonly values: Uint16Array }
  | { readonly dtype: 'I8'; readonly shape: readonly number[]; readonly values: Int8Array };

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, Stored>;
  /** The header's `__metadata__`. */
  readonly metadata: Readonly<Record<string, string>>;
}

const BYTES = { F32: 4, F16: 2, I8: 1 } as const;

/** The most a header may take, as in the format's own reader. */
const MAX_HEADER = 100_000_000;

/** A tensor of the header, checked on its own. */
interface Entry {
  readonly name: string;
  readonly dtype: Stored['dtype'];
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isDtype = (value: unknown): value is Stored['dtype'] =>
  typeof value === 'string' && Object.hasOwn(BYTES, value);

/**
 * Reads a safetensors file (https://huggingface.co/docs/safetensors): 8 bytes with the header's length, little-endian,
 * a JSON header, the numbers without gaps.
 *
 * @param file the file's name, for the sentence of an error.
 * @throws StudioError `model` where the file is cut short, the header is no such JSON, a type is none of F32, F16 and
 *   I8, or the tensors do not cover the data exactly once.
 */
export function readSafetensors(bytes: Uint8Array, file: string): Safetensors {
  const fail = (what: string): never => {
    throw new StudioError('model', `${file}: ${what.replace(/\p{C}/gu, '?')}.`);
  };
  if (bytes.length < 8) fail(`the file is cut short, it has ${bytes.length} bytes`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > MAX_HEADER || 8 + length > bytes.length) fail(`the header should have ${length} bytes`);
  const data = bytes.subarray(8 + length);

  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length)));
  } catch (cause) {
    throw new StudioError('model', `${file}: the header is not JSON.`, { cause });
  }
  if (!isRecord(header)) return fail('the header is not a JSON object');
  const { __metadata__: metadata = {}, ...rest } = header;
  const isText = isRecord(metadata) && Object.values(metadata).every((value) => typeof value === 'string');
  if (!isText) fail('the metadata are not texts');

  const entries = Object.entries(rest).map(([name, value]): Entry => {
    const tensor = isRecord(value) ? value : fail(`tensor ${name} is no object`);
    const { dtype, shape, data_offsets: offsets } = tensor;
    if (!isDtype(dtype))
      return fail(
        `tensor ${name} is of ${typeof dtype === 'string' ? `type ${dtype}` : 'no type'}; F32, F16 and I8 are read`,
      );
    if (!Array.isArray(shape) || !shape.every(isCount)) return fail(`tensor ${name} has no shape`);
    if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) {
      return fail(`tensor ${name} has no place`);
    }
    const [begin, end] = offsets as [number, number]; // both checked above
    const size = shape.reduce((product, side) => product * side, BYTES[dtype]);
    if (end - begin !== size) fail(`tensor ${name} should have ${size} bytes, it has ${end - begin}`);
    return { name, dtype, shape, begin, end };
  });
  let covered = 0;
  for (const { name, begin, end } of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== covered) fail(`tensor ${name} begins at byte ${begin} of the data, not at ${covered}`);
    if (end > data.length)
      fail(`tensor ${name} ends at byte ${end} of ${data.length}; the file is cut short`);
    covered = end;
  }
  if (covered !== data.length) fail(`${data.length - covered} bytes belong to no tensor`);

  const tensors = new Map(entries.map((entry) => [entry.name, stored(entry, data)]));
  return { tensors, metadata: metadata as Record<string, string> }; // checked above
}

/** Copies the numbers: typed arrays want an aligned start, and the file's bytes can then be let go. */
function stored({ dtype, shape, begin, end }: Entry, data: Uint8Array): Stored {
  const { buffer } = new Uint8Array(data.subarray(begin, end)); // `slice` of a Node Buffer would not copy
  if (dtype === 'F32') return { dtype, shape, values: new Float32Array(buffer) };
  if (dtype === 'F16') return { dtype, shape, values: new Uint16Array(buffer) };
  return { dtype, shape, values: new Int8Array(buffer) };
}

/** Writes a safetensors file: the tensors in the map's order, the header padded with blanks to a multiple of 8. */
export function writeSafetensors({ tensors, metadata }: Safetensors): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let size = 0;
  for (const [name, { dtype, shape, values }] of tensors) {
    header[name] = { dtype, shape, data_offsets: [size, size + values.byteLength] };
    size += values.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + length + size);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.fill(0x20, 8, 8 + length);
  bytes.set(json, 8);
  let begin = 8 + length;
  for (const { values } of tensors.values()) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), begin);
    begin += values.byteLength;
  }
  return bytes;
}
