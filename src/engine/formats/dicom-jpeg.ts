import { adobeMarker } from './adobe-marker.ts';
import type { DicomHeader } from './dicom-header.ts';
import { openJpeg } from './jpeg-codec.ts';
import { mendJpeg } from './jpeg-stream.ts';
import { BrowserReads, damaged, notRead, Refusal } from './refusal.ts';

const cure = 'Save it uncompressed from a DICOM viewer, or with dcmdjpeg of dcmtk.';

function checkForm(found: { width: number; height: number; components: number }, header: DicomHeader): void {
  const { columns, rows, samplesPerPixel } = header;
  if (found.width === columns && found.height === rows && found.components === samplesPerPixel) return;
  throw damaged(
    `a frame is a JPEG of ${found.width} x ${found.height} pixels and ${found.components} channels in place of ${columns} x ${rows} and ${samplesPerPixel}`,
  );
}

/**
 * A frame of lossy JPEG of 8 bits.
 *
 * @param warn is called where some samples may be wrong.
 * @returns samples, pixel after pixel; colours as red, green and blue.
 * @throws Refusal
 */
export async function unpackJpeg(
  packed: Uint8Array,
  header: DicomHeader,
  warn: () => void,
): Promise<Uint8Array> {
  const { samplesPerPixel: step, rows, columns, photometric } = header;
  const marker = step === 3 ? adobeMarker(photometric.startsWith('YBR') ? 1 : 0) : [];
  const stream = new Uint8Array(Math.max(2, packed.length) + marker.length);
  stream.set([0xff, 0xd8, ...marker]);
  stream.set(packed.subarray(2), 2 + marker.length);
  try {
    const frame = mendJpeg(stream);
    checkForm(frame, header);
    const decode = await openJpeg(); // of its own: what another frame breaks is nothing to this one
    const { value, warning } = await decode(frame.bytes, (rgba) => {
      const out = new Uint8Array(rows * columns * step);
      // RGBA holds four bytes a pixel, at least as many pixels as `out`
      for (let from = 0, to = 0; to < out.length; from += 4)
        for (let c = 0; c < step; c++) out[to++] = rgba[from + c]!;
      return out;
    });
    if (warning !== null || frame.isBroken || frame.isCoarse || frame.isCut) warn();
    return value;
  } catch (cause) {
    if (cause instanceof BrowserReads) throw Object.assign(new Refusal(cause.message), { cause });
    throw cause;
  }
}

/** The header of the frame in a JPEG's markers, as far as it counts here (ITU-T T.81, B.2.2). */
function losslessForm(packed: Uint8Array): {
  width: number;
  height: number;
  components: number;
  bits: number;
} {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  for (let at = 2; at + 9 < packed.length && view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xc3) {
      return {
        bits: view.getUint8(at + 4),
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
        components: view.getUint8(at + 9),
      };
    }
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4) break;
  }
  throw damaged('a frame is no lossless JPEG, as it should be');
}

/**
 * A frame of lossless JPEG (processes 14 and 14 SV1) of 8 to 16 bits.
 *
 * @returns little-endian samples, pixel after pixel, each of `bitsAllocated`.
 * @throws Refusal
 */
export async function unpackLosslessJpeg(
  packed: Uint8Array<ArrayBuffer>,
  header: DicomHeader,
): Promise<Uint8Array> {
  const form = losslessForm(packed);
  checkForm(form, header);
  const width = header.bitsAllocated / 8;
  if (width > 2 || form.bits > header.bitsAllocated) throw notRead(`a JPEG of ${form.bits} bits`, cure);
  const { Decoder } = await import('jpeg-lossless-decoder-js');
  try {
    const out = new Decoder().decode(packed.buffer, packed.byteOffset, packed.length, width);
    if (!out) throw new Error('no picture');
    return new Uint8Array(out.buffer, out.byteOffset, out.byteLength);
  } catch (cause) {
    throw Object.assign(damaged('the JPEG data of a frame make no sense'), { cause });
  }
}
