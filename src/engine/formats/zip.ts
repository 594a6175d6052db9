import { bytesOf } from './opened-file.ts';
import { count, damaged, Refusal } from './refusal.ts';
import { unpacked, zipDirectory } from './zip-directory.ts';

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
  const archive = bytesOf(bytes);
  const wanted = [...zipDirectory(archive)].filter(({ path }) => !path.endsWith('/') && isWanted(path));
  const all = wanted.reduce((sum, entry) => sum + Math.max(entry.bytes, entry.packedBytes), 0);
  if (all > MOST_BYTES) {
    const most = count(MOST_BYTES / 2 ** 20);
    throw new Refusal(`is too large: it unpacks to more than ${most} MiB. Divide it into several.`);
  }
  if (wanted.reduce((sum, { packedBytes }) => sum + packedBytes, 0) > bytes.length) {
    throw damaged('its files lie on top of each other');
  }
  return new Map(wanted.map((entry) => [entry.path, unpacked(archive, entry)]));
}
