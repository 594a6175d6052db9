import { inflate } from './inflate.ts';
import type { Bytes } from './opened-file.ts';
import { crc32 } from './png-chunks.ts';
import { damaged, notRead, printable } from './refusal.ts';

/** A file in an archive, by the archive's directory. */
export interface ZipEntry {
  readonly path: string;
  /** 0 stored, 8 Deflate. */
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Where its own header begins. */
  readonly at: number;
}

/** The record that ends a ZIP (APPNOTE 4.3.16), behind which a comment of up to 64 kB may stand, and ZIP64's locator before it. */
const MOST_TAIL = 20 + 22 + 65_535;

/** A directory of a million entries with long names. */
const MOST_DIRECTORY_BYTES = 200_000_000;

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const cut = () => damaged('the list of its files is cut');

interface DirectoryPlace {
  readonly at: number;
  readonly size: number;
  readonly files: number;
}

/** ZIP64's own end record (APPNOTE 4.3.14), which the locator before the plain one names. */
function wideEnd(archive: Bytes, tail: DataView, end: number): DirectoryPlace {
  if (end < 20 || tail.getUint32(end - 20, true) !== 0x07064b50) throw cut();
  const record = archive.read(Number(tail.getBigUint64(end - 12, true)), 56);
  const view = viewOf(record);
  if (record.length < 56 || view.getUint32(0, true) !== 0x06064b50) throw cut();
  const [files, size, at] = [32, 40, 48].map((field) => Number(view.getBigUint64(field, true))) as [
    number,
    number,
    number,
  ]; // three
  return { files, size, at };
}

/** @throws Refusal where the archive has no directory. */
function directoryPlace(archive: Bytes): DirectoryPlace {
  const from = Math.max(0, archive.size - MOST_TAIL);
  const tail = viewOf(archive.read(from, MOST_TAIL));
  for (let end = tail.byteLength - 22; end >= 0; end--) {
    if (tail.getUint32(end, true) !== 0x06054b50) continue;
    const place = {
      files: tail.getUint16(end + 10, true),
      size: from + end - tail.getUint32(end + 16, true), // up to this record, whatever the field for it says
      at: tail.getUint32(end + 16, true),
    };
    const isWide = place.files === 0xffff || place.at === 0xffffffff;
    return isWide && end >= 20 && tail.getUint32(end - 20, true) === 0x07064b50
      ? wideEnd(archive, tail, end)
      : place;
  }
  throw damaged('it lacks the list of its files, which ends a ZIP');
}

/** The values of ZIP64's extra field (APPNOTE 4.5.3) for those that did not fit into 32 bits, in their order. */
function wide(view: DataView, from: number, end: number, values: readonly number[]): number[] {
  for (let at = from; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let next = at + 4;
    return values.map((value) => {
      if (value !== 0xffffffff || next + 8 > end) return value;
      next += 8;
      return Number(view.getBigUint64(next - 8, true));
    });
  }
  return [...values];
}

/**
 * What the directory of a ZIP says of its files; none is unpacked, and nothing of it is believed yet.
 *
 * @throws Refusal where there is no directory, or it is cut.
 */
export function* zipDirectory(archive: Bytes): Generator<ZipEntry> {
  const { files, size, at: begin } = directoryPlace(archive);
  if (size < 0 || begin + size > archive.size || size > MOST_DIRECTORY_BYTES) throw cut();
  const bytes = archive.read(begin, size);
  const view = viewOf(bytes);
  const decoder = new TextDecoder();
  let at = 0;
  for (let i = 0; i < files; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw cut();
    const [name, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true)) as [
      number,
      number,
      number,
    ]; // three
    const next = at + 46 + name + extra + comment;
    if (next > bytes.length) throw cut();
    const [unpackedBytes = 0, packedBytes = 0, place = 0] = wide(
      view,
      at + 46 + name,
      at + 46 + name + extra,
      [24, 20, 42].map((field) => view.getUint32(at + field, true)),
    );
    yield {
      path: printable(decoder.decode(bytes.subarray(at + 46, at + 46 + name))),
      method: view.getUint16(at + 10, true),
      isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
      crc: view.getUint32(at + 16, true),
      packedBytes,
      bytes: unpackedBytes,
      at: place,
    };
    at = next;
  }
}

/** Where the bytes of a file begin, as they are packed. @throws Refusal */
export function packedPlace(
  archive: Bytes,
  { path, method, isEncrypted, at, packedBytes, bytes }: ZipEntry,
): number {
  const head = archive.read(at, 30);
  const view = viewOf(head);
  if (head.length < 30 || view.getUint32(0, true) !== 0x04034b50)
    throw damaged(`its file ${path} is not where the archive says`);
  const from = at + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  if (from + packedBytes > archive.size) throw damaged(`its file ${path} goes on beyond its end`);
  if (isEncrypted) throw notRead(`the file ${path} under a password`, 'Pack it without one.');
  if (method !== 0 && method !== 8)
    throw notRead(`the file ${path} packed by method ${method}`, 'Pack it anew.');
  if (method === 0 && packedBytes !== bytes) throw damaged(`its file ${path} is of two sizes`);
  return from;
}

/** A file's own bytes, never more than the directory says. @throws Refusal */
export function unpacked(archive: Bytes, entry: ZipEntry): Uint8Array<ArrayBuffer> {
  const from = packedPlace(archive, entry);
  const packed = archive.read(from, entry.packedBytes);
  const out = entry.method === 0 ? new Uint8Array(packed) : inflate([packed], entry.bytes, 'raw');
  const isTold = entry.crc !== 0 || entry.method !== 0; // folder-zip.ts leaves it out
  if (isTold && crc32(out) !== entry.crc)
    throw damaged(`the checksum of its file ${entry.path} does not fit`);
  return out;
}
