import { open, root } from 'zarrita';
import type { Samples } from '../picture.ts';
import { fromFloat16 } from './float16.ts';
import { count, cutShort, damaged, printable, Refusal } from './refusal.ts';
import { registerCodecs } from './zarr-codecs.ts';
import { type Files, jsonOf } from './zarr-json.ts';
import { describeThree, describeTwo, type ZarrDescription } from './zarr-metadata.ts';

/** A part of an array, unpacked. */
export interface ZarrChunk {
  readonly samples: Samples;
  /** How far apart neighbours along each axis lie in the samples. */
  readonly stride: readonly number[];
}

/** An array of numbers of which chunks are read one at a time. */
export interface ZarrArray extends Pick<ZarrDescription, 'shape' | 'chunk' | 'numbers'> {
  /** @param at the chunk's place, one number an axis. One that is missing holds the fill value. @throws Refusal */
  read(at: readonly number[]): Promise<ZarrChunk>;
}

/** Packed data may be a little larger than what they hold, and codecs put something around them. */
const mostPacked = (chunkBytes: number) => 2 * chunkBytes + 65_536;

/** What zarrita reads an array from: its files, and its metadata as they were checked. */
function storeOf(
  files: Files,
  folder: string,
  name: string,
  { metadata, chunkBytes, isIndexFirst }: ZarrDescription,
) {
  const described = new TextEncoder().encode(JSON.stringify(metadata));
  const fileAt = (key: string) => files.get(folder + key.slice(1));
  const checked = (key: string, bytes: number) => {
    if (bytes <= mostPacked(chunkBytes)) return bytes;
    throw damaged(
      `its chunk ${printable(folder + key.slice(1))} has ${count(bytes)} bytes and should have ${count(chunkBytes)} unpacked`,
    );
  };
  return {
    async get(key: string) {
      if (key === `/${name}`) return described;
      const bytes = fileAt(key);
      return bytes?.read(0, checked(key, bytes.size));
    },
    async getRange(key: string, range: { suffixLength: number } | { offset: number; length: number }) {
      const bytes = fileAt(key);
      if (!bytes) return undefined;
      if ('suffixLength' in range) {
        return bytes.read(
          isIndexFirst ? 0 : Math.max(0, bytes.size - range.suffixLength),
          range.suffixLength,
        );
      }
      const { offset, length } = range;
      if (offset + length > bytes.size)
        throw cutShort(`its shard ${printable(folder + key.slice(1))} ends before a chunk`);
      return bytes.read(offset, checked(key, length));
    },
  };
}

/** What zarrita threw, as a sentence; a refusal of ours stands somewhere behind it. */
function refusalOf(thrown: unknown, folder: string): Refusal {
  for (let cause = thrown; cause instanceof Error; cause = cause.cause)
    if (cause instanceof Refusal) return cause;
  const words = printable(thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 120);
  return Object.assign(damaged(`its array ${printable(folder)} makes no sense (${words})`), {
    cause: thrown,
  });
}

const product = (list: readonly number[]) => list.reduce((all, side) => all * side, 1);

/**
 * The array in a folder.
 *
 * @param folder with a slash at its end, or empty.
 * @returns null where there is none.
 * @throws Refusal where its metadata make no sense, or are of a kind that is not read.
 */
export async function openZarrArray(files: Files, folder: string): Promise<ZarrArray | null> {
  const [two, three] = [files.get(`${folder}.zarray`), files.get(`${folder}zarr.json`)];
  const bytes = three ?? two;
  if (!bytes) return null;
  const name = three ? 'zarr.json' : '.zarray';
  const told = jsonOf(folder + name, bytes);
  if (three && told.node_type !== 'array') return null;
  const description = three ? describeThree(told) : describeTwo(told);
  const { shape, chunk, numbers } = description;
  registerCodecs();
  try {
    const place = root(storeOf(files, folder, name, description));
    const array = await (three
      ? open.v3(place, { kind: 'array' })
      : open.v2(place, { kind: 'array', attrs: false }));
    return {
      shape,
      chunk,
      numbers,
      async read(at) {
        try {
          const { data, stride } = await array.getChunk([...at]);
          const samples = data as Samples; // by the types that describeTwo and describeThree let through
          if (samples.length !== product(chunk)) {
            throw damaged(`a chunk holds ${count(samples.length)} of ${count(product(chunk))} samples`);
          }
          const isHalf = numbers.sampleFormat === 'float' && numbers.bits === 16;
          return { samples: isHalf ? fromFloat16(samples as Uint16Array) : samples, stride };
        } catch (thrown) {
          throw refusalOf(thrown, folder);
        }
      },
    };
  } catch (thrown) {
    throw refusalOf(thrown, folder);
  }
}
