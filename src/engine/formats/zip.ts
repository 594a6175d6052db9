import { count, damaged, Refusal } from './refusal.ts';

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
 * The files of a ZIP.
 *
 * @param isWanted by path; others are not unpacked.
 * @throws Refusal where the archive is damaged or unpacks to more than 1 GiB.
 */
export async function unzip(
  bytes: Uint8Array<ArrayBuffer>,
  isWanted: (path: string) => boolean,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const { unzipSync } = await import('fflate');
  let sum = 0;
  const filter = ({ name, originalSize }: { name: string; originalSize: number }) => {
    if (!isWanted(name)) return false;
    sum += originalSize;
    if (sum <= MOST_BYTES) return true;
    const most = count(MOST_BYTES / 2 ** 20);
    throw new Refusal(`is too large: it unpacks to more than ${most} MiB. Divide it into several.`);
  };
  try {
    return new Map(Object.entries(unzipSync(bytes, { filter })));
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    throw damaged(`its files cannot be unpacked (${(cause as Error).message})`); // fflate throws nothing but errors
  }
}
