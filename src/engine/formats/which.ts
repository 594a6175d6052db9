import { makersKind } from './makers-kind.ts';
import { weightsByBytes, weightsByName } from './weights-kind.ts';

/** Kinds that are read. */
export type Readable = 'TIFF' | 'PNG' | 'JPEG' | 'WebP' | 'GIF' | 'BMP' | 'DICOM' | 'Zarr';

/** What a file is by its first bytes: a kind that is read, or a name for the sentence that refuses it. */
export type Kind =
  | { readonly readable: Readable }
  | {
      readonly readable?: never;
      readonly is: string;
      readonly cure: string;
      /** A MIME type, where browsers may read it. */
      readonly browserType?: string;
    };

const picture = 'Open it in the program that made it and save a TIFF or PNG.';
const unpack = 'Unpack it and take the pictures inside.';
const develop = 'Develop it in a raw converter and save it as TIFF or PNG.';
const raw = (maker: string): Kind => ({
  is: `camera raw (${maker}), which is not read here`,
  cure: develop,
});

/** The first file of an OME-Zarr in a ZIP, as most programs order them; the name is asked where it says nothing. */
function isZarrInZip(head: string, name: string): boolean {
  if (!head.startsWith('PK\x03\x04')) return false;
  const first = head.slice(30, 30 + head.charCodeAt(26) + 256 * head.charCodeAt(27));
  return (
    /(^|\/)(\.z(group|attrs|array|metadata)|zarr\.json)$|\.zarr\//.test(first) ||
    /\.(zarr\.zip|ozx)$/i.test(name)
  );
}

/** Kinds known by bytes at a place. The order counts: a DICOM file may begin like a TIFF. */
const signatures: readonly (readonly [at: number, bytes: string, kind: Kind])[] = [
  [128, 'DICM', { readable: 'DICOM' }],
  [0, '\x89PNG', { readable: 'PNG' }],
  [0, 'II*\0', { readable: 'TIFF' }],
  [0, 'MM\0*', { readable: 'TIFF' }],
  [0, 'II+\0', { readable: 'TIFF' }],
  [0, 'MM\0+', { readable: 'TIFF' }],
  [0, '\xff\xd8\xff', { readable: 'JPEG' }],
  [8, 'WEBP', { readable: 'WebP' }],
  [0, 'GIF8', { readable: 'GIF' }],
  [0, 'BM', { readable: 'BMP' }],
  [0, 'FUJIFILMCCD-RAW', raw('Fujifilm')],
  [0, 'IIRO', raw('Olympus')],
  [0, 'IIRS', raw('Olympus')],
  [0, 'MMOR', raw('Olympus')],
  [0, 'IIU\0', raw('Panasonic')],
  [0, 'FOVb', raw('Sigma')],
  [0, '\0MRM', raw('Minolta')],
  [6, 'HEAPCCDR', raw('Canon')],
  [4, 'ftypcrx', raw('Canon')],
  [
    0,
    '\0\x05\x16\x07',
    {
      is: 'a companion that macOS writes beside a file, not a picture',
      cure: 'Choose the file whose name lacks the "._" at its beginning.',
    },
  ],
  [0, 'PK\x03\x04', { is: 'a ZIP archive, which is not read here', cure: unpack }],
  [0, 'PK\x05\x06', { is: 'an empty ZIP archive, which is not read here', cure: 'Choose a picture.' }],
  [0, '\x1f\x8b', { is: 'packed with gzip, which is not read here', cure: unpack }],
  [0, '7z\xbc\xaf', { is: 'a 7z archive, which is not read here', cure: unpack }],
  [0, 'Rar!', { is: 'a RAR archive, which is not read here', cure: unpack }],
  [0, '%PDF', { is: 'a PDF document, which is not read here', cure: 'Save its picture as TIFF or PNG.' }],
  [0, '8BPS', { is: 'a Photoshop file, which is not read here', cure: picture }],
  [0, '\x89HDF', { is: 'an HDF5 file, which is not read here', cure: 'Export the picture in it as TIFF.' }],
  [0, 'SIMPLE  =', { is: 'a FITS file, which is not read here', cure: picture }],
  [4, 'ftyp', { is: 'a video, which is not read here', cure: 'Save one of its frames as PNG.' }],
  [4, 'jP  ', { is: 'a JPEG 2000 file, which is not read here', cure: 'Save it as TIFF or PNG.' }],
  [
    0,
    '\xff\x4f\xff\x51',
    { is: 'a JPEG 2000 file, which is not read here', cure: 'Save it as TIFF or PNG.' },
  ],
  [0, '\xff\x0a', { is: 'a JPEG XL file, which is not read here', cure: 'Save it as PNG or JPEG.' }],
  [4, 'JXL ', { is: 'a JPEG XL file, which is not read here', cure: 'Save it as PNG or JPEG.' }],
];

/** AVIF and HEIC by the brands of their first box (ISO/IEC 14496-12, 4.3): the main one, then those it fits too. */
function heif(head: string): Kind | undefined {
  if (!head.startsWith('ftyp', 4)) return undefined;
  const length = head.charCodeAt(2) * 256 + head.charCodeAt(3);
  const brands = `${head.slice(8, 12)} ${head.slice(16, Math.max(16, length))}`;
  const cure = 'Save it as PNG or JPEG.';
  if (/avi[fs]/.test(brands)) {
    return { is: 'an AVIF picture, which is not read here', cure, browserType: 'image/avif' };
  }
  if (/hei[cxms]|hev[cxms]|mif1|msf1/.test(brands)) {
    return { is: 'a HEIC picture, which is not read here', cure, browserType: 'image/heic' };
  }
  return undefined;
}

const latin1 = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

/**
 * What a file is, by its first 512 bytes.
 *
 * @param name tells only files apart that are no pictures, as weights.
 */
export function which(bytes: Uint8Array, name = ''): Kind {
  if (bytes.length === 0) return { is: 'empty (0 bytes)', cure: 'Copy it again from the source.' };
  if (bytes.length < 8) {
    return { is: `cut short: it has ${bytes.length} bytes`, cure: 'Copy it again from the source.' };
  }
  const head = latin1(bytes.subarray(0, 512));
  if (isZarrInZip(head, name)) return { readable: 'Zarr' };
  const special =
    makersKind(head, name) ??
    heif(head) ??
    weightsByBytes(head) ??
    (head.startsWith('PK') ? weightsByName(name) : undefined);
  if (special !== undefined) return special;
  for (const [at, signature, kind] of signatures) if (head.startsWith(signature, at)) return kind;
  const loose = weightsByName(name);
  if (loose !== undefined) return loose;
  if (/^\s*(\xef\xbb\xbf)?\s*<(!doctype html|html)/i.test(head)) {
    return {
      is: 'a web page (HTML), not a picture',
      cure: 'It may be an error page saved in place of the picture: download it again.',
    };
  }
  if (/^\s*(\xef\xbb\xbf)?\s*<(\?xml|svg)/i.test(head)) {
    return { is: 'XML or SVG, not a picture made of pixels', cure: 'Save it as PNG.' };
  }
  if (/^(\xef\xbb\xbf)?[\t\n\r\x20-\x7e\xa0-\xff]+$/.test(head)) {
    return { is: 'a text file, not a picture', cure: 'Choose the picture it belongs to.' };
  }
  return {
    is: 'no picture of a kind known here',
    cure: 'PNG, JPEG, WebP, GIF, BMP, TIFF, OME-Zarr and DICOM are read; save it as one of these.',
  };
}
