import { exifOrientation } from './exif.ts';
import { joinedBytes } from './joined-bytes.ts';
import { checkJpegSize } from './limits.ts';
import { BrowserReads, count, cutShort, damaged, notRead, Refusal } from './refusal.ts';

export interface JpegFrame {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 3 YCbCr or RGB, 4 CMYK or YCCK. */
  readonly components: number;
  readonly isProgressive: boolean;
}

/** A JPEG as a decoder takes it without a word: what is harmless is put right, what lies behind a cut is left out. */
export interface JpegStream extends JpegFrame {
  readonly bytes: Uint8Array;
  /** As Exif tells it, 1 to 8. */
  readonly orientation: number;
  /** The file ends before the marker that ends a JPEG; every pixel may be there all the same. */
  readonly isCut: boolean;
  /** A marker stands inside the picture data that cannot stand there; what follows it is left out. */
  readonly isBroken: boolean;
  /** Progressive, and some scans that make it sharp are missing. */
  readonly isCoarse: boolean;
}

/**
 * Pixels times scans at most. Each scan of a progressive JPEG may visit every pixel however few bytes it has
 * (libjpeg-turbo, "Two issues with the JPEG standard"); programs write some 10 scans.
 */
const maxScannedPixels = 1e9;

const cure = 'Save it as an RGB or grey JPEG, or as PNG.';

const EOI = 0xd9;
const SOS = 0xda;

/** Start of frame: C0 to CF without the three that mean something else. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** What may follow a scan: EOI, SOS, DHT, DQT, DNL, DRI, APPn, COM (ITU-T T.81, B.2). */
const mayFollowScan = (marker: number) =>
  marker === 0xc4 ||
  (marker >= 0xd9 && marker <= 0xdd) ||
  (marker >= 0xe0 && marker <= 0xef) ||
  marker === 0xfe;

/** The place of the next marker from `at` on, past entropy-coded bytes, stuffed zeros, restarts and fill bytes. */
function nextMarker(bytes: Uint8Array, at: number): number {
  for (let place = bytes.indexOf(0xff, at); place !== -1; place = bytes.indexOf(0xff, place + 1)) {
    const marker = bytes[place + 1];
    if (marker === undefined) return -1;
    if (marker > 1 && marker !== 0xff && (marker < 0xd0 || marker > 0xd7)) return place;
  }
  return -1;
}

/** The header of a frame's segment, from its marker on. @throws Refusal where it is too large or of a kind that is not read. */
function readFrame(bytes: Uint8Array, at: number, end: number): JpegFrame {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const marker = view.getUint8(at + 1);
  if (marker > 0xc2) {
    throw new BrowserReads('image/jpeg', 'lossless, hierarchical or arithmetic JPEG data', cure);
  }
  if (end < at + 10) throw damaged('its JPEG header is too short');
  const [bits, height, width, components] = [
    view.getUint8(at + 4),
    view.getUint16(at + 5),
    view.getUint16(at + 7),
    view.getUint8(at + 9),
  ];
  if (bits !== 8) throw new BrowserReads('image/jpeg', `a JPEG of ${bits} bits`, cure);
  if (![1, 3, 4].includes(components)) throw notRead(`a JPEG of ${components} channels`, cure);
  if (end < at + 10 + 3 * components) throw damaged('its JPEG header is too short');
  const isProgressive = marker === 0xc2;
  const sampled = Array.from({ length: components }, (_, c) => {
    const factors = view.getUint8(at + 11 + 3 * c);
    return (factors >> 4) * (factors & 15);
  });
  const perPixel = sampled.reduce((sum, one) => sum + one, 0) / Math.max(1, ...sampled);
  checkJpegSize(width, height, components, isProgressive ? perPixel : 0, bytes.length);
  return { width, height, components, isProgressive };
}

/** Which of a progressive picture's 64 coefficients of each component have come, and to which bit. */
function createProgress() {
  const lowest = new Map<number, Uint8Array>();
  return {
    scan(bytes: Uint8Array, at: number) {
      const components = bytes[at + 4] ?? 0;
      const [from = 0, to = 0, bits = 0] = bytes.subarray(at + 5 + 2 * components);
      for (let c = 0; c < components; c++) {
        const id = bytes[at + 5 + 2 * c] ?? 0;
        const known = lowest.get(id) ?? new Uint8Array(64).fill(255);
        lowest.set(id, known.fill(bits & 15, from, to + 1));
      }
    },
    isComplete: (components: number) =>
      lowest.size === components && [...lowest.values()].every((bits) => bits.every((bit) => bit === 0)),
  };
}

const latin1 = (bytes: Uint8Array) => String.fromCharCode(...bytes);

/**
 * Walks a JPEG's markers (ITU-T T.81, annex B), unpacking nothing, and puts right what decoders warn of though nothing is
 * lost: no end marker, bytes between segments and after the end, JFIF revisions above 1 and sequential scans whose
 * spectral selection is given as 0 to 0, as many phones write.
 *
 * @throws Refusal where it is cut before its picture data, too large, or of a kind that is not read (lossless, arithmetic,
 *   12 bits).
 */
export function mendJpeg(bytes: Uint8Array): JpegStream {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [Uint8Array.of(0xff, 0xd8)];
  const progress = createProgress();
  let frame: JpegFrame | undefined;
  let orientation = 1;
  let scans = 0;
  let scanBytes = 0;
  let isCut = false;
  let isBroken = false;
  for (let at = 2; ; ) {
    const marked = nextMarker(bytes, at);
    const isInScan = scans > 0 && parts.at(-1)?.[1] === SOS;
    if (isInScan) {
      const coded = bytes.subarray(at, marked === -1 ? bytes.length : marked);
      scanBytes += coded.length;
      parts.push(coded);
    }
    if (marked === -1) {
      if (scanBytes === 0) throw cutShort(`it ends at byte ${count(bytes.length)} before its picture data`);
      isCut = true;
      break;
    }
    const marker = view.getUint8(marked + 1);
    if (marker === EOI) break;
    const end =
      marked + 4 > bytes.length ? Number.POSITIVE_INFINITY : marked + 2 + view.getUint16(marked + 2);
    if (scans > 0 && (!mayFollowScan(marker) || end < marked + 4)) {
      isBroken = true;
      break;
    }
    if (end > bytes.length) {
      if (scans === 0) throw cutShort(`it has ${count(bytes.length)} bytes, and a part goes on beyond them`);
      isCut = true;
      break;
    }
    let segment = bytes.subarray(marked, end);
    if (marker === SOS) {
      if (frame === undefined) throw damaged('its JPEG data come before the header');
      if (++scans * frame.width * frame.height > maxScannedPixels) {
        throw new Refusal(
          `holds ${scans} or more scans of a large picture, more than is safe to read. ${cure}`,
        );
      }
      if (frame.isProgressive) progress.scan(bytes, marked);
      else if (segment.length >= 7) {
        segment = segment.slice();
        segment.set([0, 63, 0], segment.length - 3);
      }
    } else if (marker === 0xe0 && latin1(segment.subarray(4, 9)) === 'JFIF\0' && (segment[9] ?? 1) > 1) {
      segment = segment.slice();
      segment[9] = 1;
    } else if (marker === 0xe1 && latin1(segment.subarray(4, 8)) === 'Exif') {
      orientation = exifOrientation(segment.subarray(4));
    } else if (isFrame(marker)) {
      if (frame !== undefined) throw damaged('it has two JPEG headers');
      frame = readFrame(bytes, marked, end);
    }
    parts.push(segment);
    at = end;
  }
  if (frame === undefined || scanBytes === 0) throw damaged('it is a JPEG without a picture');
  parts.push(Uint8Array.of(0xff, EOI));
  return {
    ...frame,
    bytes: joinedBytes(parts),
    orientation,
    isCut,
    isBroken,
    isCoarse: frame.isProgressive && !progress.isComplete(frame.components),
  };
}
