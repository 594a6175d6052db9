import { inPieces } from './block-cache.ts';
import type { DicomHeader } from './dicom-header.ts';
import type { Bytes } from './opened-file.ts';
import { count, cutShort, damaged, notRead } from './refusal.ts';

/** A part of a frame's compressed data. */
interface Fragment {
  /** Of its item's header, from the first fragment's on, as the table of offsets counts. */
  readonly offset: number;
  readonly at: number;
  readonly length: number;
}

const MOST_FRAGMENTS = 1_000_000;
const ITEM = 0xe000fffe;
const END = 0xe0ddfffe;

/** Compressed data of one frame. */
const MOST_BYTES = 400_000_000;

const word = (bytes: Uint8Array, at: number) =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, true);

/** The items of encapsulated pixel data (PS3.5, A.4): the table of offsets, which may be empty, then the fragments. */
function itemsOf(data: Bytes, begin: number): { table: number[]; fragments: Fragment[] } {
  const fragments: Fragment[] = [];
  let table: number[] | null = null;
  let first = 0;
  for (let at = begin; ; ) {
    const head = data.read(at, 8);
    if (head.length < 8) {
      if (table === null || fragments.length === 0) throw cutShort('it ends before its picture data');
      break; // without the item that ends it
    }
    const [tag, length] = [word(head, 0), word(head, 4)];
    if (tag === END) break;
    if (tag !== ITEM || at + 8 + length > data.size) {
      throw tag === ITEM
        ? cutShort('a part of its picture data goes on beyond its end')
        : damaged('its picture data lie in no items');
    }
    if (table === null) {
      const offsets = data.read(at + 8, Math.min(length, 4 * MOST_FRAGMENTS));
      table = Array.from({ length: offsets.length >> 2 }, (_, i) => word(offsets, 4 * i));
      first = at + 8 + length;
    } else {
      fragments.push({ offset: at - first, at: at + 8, length });
      if (fragments.length > MOST_FRAGMENTS)
        throw damaged('its picture data lie in more than a million parts');
    }
    at += 8 + length;
  }
  return { table: table ?? [], fragments };
}

const startsJpeg = (data: Bytes, { at }: Fragment) => {
  const [one, two] = data.read(at, 2);
  return one === 0xff && (two === 0xd8 || two === 0x4f);
};

/** The fragments of each frame. @throws Refusal where nobody says which they are. */
function framesOf(data: Bytes, frames: number, begin: number): Fragment[][] {
  const { table, fragments } = itemsOf(data, begin);
  if (frames === 1) return [fragments];
  if (fragments.length === frames) return fragments.map((fragment) => [fragment]);
  const isStart =
    table.length === frames
      ? (
          (starts: ReadonlySet<number>) =>
          ({ offset }: Fragment) =>
            starts.has(offset)
        )(new Set(table))
      : (fragment: Fragment) => startsJpeg(data, fragment);
  const groups: Fragment[][] = [];
  for (const fragment of fragments) {
    if (isStart(fragment)) groups.push([]);
    groups.at(-1)?.push(fragment);
  }
  if (groups.length > frames)
    throw damaged(`its picture data hold ${count(groups.length)} frames in place of ${count(frames)}`);
  return groups;
}

/** The compressed data of any frame of a file. @throws Refusal where the items make no sense, or lack the frame. */
export function compressedFrames(
  data: Bytes,
  { frames, pixelData }: DicomHeader,
): (frame: number) => Uint8Array<ArrayBuffer> {
  const groups = framesOf(inPieces(data), frames, pixelData.at);
  return (frame) => {
    const parts = groups[frame];
    if (!parts || parts.length === 0)
      throw cutShort(`it holds ${count(groups.length)} of ${count(frames)} frames`);
    const size = parts.reduce((sum, { length }) => sum + length, 0);
    if (size > MOST_BYTES)
      throw notRead(`a frame of ${count(size)} bytes`, 'Export it as TIFF from a DICOM viewer.');
    const out = new Uint8Array(size);
    let at = 0;
    for (const part of parts) {
      out.set(data.read(part.at, part.length), at);
      at += part.length;
    }
    return out;
  };
}
