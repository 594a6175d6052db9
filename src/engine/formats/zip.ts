import { inflate } from './inflate.ts';
import { crc32 } from './png-chunks.ts';
import { count, damaged, notRead, printable, Refusal } from './refusal.ts';

/** Unpacked bytes of all files that are read from one archive. */
const MOST_BYTES = 2 ** 30;

/** The first day that a ZIP can tell, so that the same files give the same bytes whenever they are packed. */
const NO_DATE = new Date(1980, 0, 1);

/**
 * Files as one ZIP, stored as they are: what goes in is compressed already.
 *
 * @param files bytes by path, with forward slashes.
 */
export async function zip(
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
): Promise<Uint8Array<ArrayBuffer>> {
  const { zipSync } = await import('fflate');
  return zipSync(Object.fromEntries(files), { level: 0, mtime: NO_DATE });
}

/** A file in an archive, by the archive's directory. */
interface Entry {
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

/** Where the record that ends a ZIP begins (APPNOTE 4.3.16), behind which a comment of up to 64 kB may stand; -1 for none. */
function endRecord(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65_557); at--) {
    if (view.getUint32(at, true) === 0x06054b50) return at;
  }
  return -1;
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

/** @throws Refusal where there is no directory, or it is cut. */
function* directory(bytes: Uint8Array): Generator<Entry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endRecord(view);
  if (end === -1) throw damaged('it lacks the list of its files, which ends a ZIP');
  const files = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < files; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50)
      throw damaged('the list of its files is cut');
    const [name, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true)) as [
      number,
      number,
      number,
    ]; // three
    const next = at + 46 + name + extra + comment;
    if (next > end) throw damaged('the list of its files is cut');
    const [size = 0, packed = 0, place = 0] = wide(
      view,
      at + 46 + name,
      at + 46 + name + extra,
      [24, 20, 42].map((field) => view.getUint32(at + field, true)),
    );
    yield {
      path: printable(new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name))),
      method: view.getUint16(at + 10, true),
      isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
      crc: view.getUint32(at + 16, true),
      packedBytes: packed,
      bytes: size,
      at: place,
    };
    at = next;
  }
}

/** A file's own bytes, never more than the directory says. @throws Refusal */
function unpacked(archive: Uint8Array, entry: Entry): Uint8Array<ArrayBuffer> {
  const { path, method, at, packedBytes, bytes, crc } = entry;
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  if (at + 30 > archive.length || view.getUint32(at, true) !== 0x04034b50)
    throw damaged(`its file ${path} is not where the archive says`);
  const from = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  if (from + packedBytes > archive.length) throw damaged(`its file ${path} goes on beyond its end`);
  if (entry.isEncrypted) throw notRead(`the file ${path} under a password`, 'Pack it without one.');
  if (method !== 0 && method !== 8)
    throw notRead(`the file ${path} packed by method ${method}`, 'Pack it anew.');
  const packed = archive.subarray(from, from + packedBytes);
  if (method === 0 && packedBytes !== bytes) throw damaged(`its file ${path} is of two sizes`);
  const out = method === 0 ? new Uint8Array(packed) : inflate([packed], bytes, 'raw');
  if (crc32(out) !== crc) throw damaged(`the checksum of its file ${path} does not fit`);
  return out;
}

/**
 * The files of a ZIP. Its directory is believed in nothing: what it says is bounded before, and what comes out while it is
 * unpacked; a library unpacks each file to its stream's own end, a gigabyte out of a megabyte.
 *
 * @param isWanted by path; others are not unpacked.
 * @throws Refusal where the archive is damaged or unpacks to more than 1 GiB.
 */
export async function unzip(
  bytes: Uint8Array<ArrayBuffer>,
  isWanted: (path: string) => boolean,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const wanted = [...directory(bytes)].filter(({ path }) => !path.endsWith('/') && isWanted(path));
  const all = wanted.reduce((sum, entry) => sum + Math.max(entry.bytes, entry.packedBytes), 0);
  if (all > MOST_BYTES) {
    const most = count(MOST_BYTES / 2 ** 20);
    throw new Refusal(`is too large: it unpacks to more than ${most} MiB. Divide it into several.`);
  }
  if (wanted.reduce((sum, { packedBytes }) => sum + packedBytes, 0) > bytes.length) {
    throw damaged('its files lie on top of each other');
  }
  return new Map(wanted.map((entry) => [entry.path, unpacked(bytes, entry)]));
}
