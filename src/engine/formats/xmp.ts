import { joinedBytes } from './joined-bytes.ts';

/**
 * Where formats keep an XMP packet (Adobe's XMP specification, part 3). Texts of a picture that are written under this keyword, which is
 * PNG's own, become the packet in every format that has a place for it.
 */
export const XMP = 'XML:com.adobe.xmp';

const APPLICATION = [0x21, 0xff, 11];

/** A GIF's application extension with the packet: its bytes stand there as they are, and a ramp of 258 bytes leads a reader out of them. */
export function gifXmp(packet: string): Uint8Array<ArrayBuffer> {
  const name = new TextEncoder().encode('XMP DataXMP');
  const bytes = new TextEncoder().encode(packet);
  const ramp = Uint8Array.from({ length: 256 }, (_, i) => 255 - i);
  return joinedBytes([Uint8Array.from(APPLICATION), name, bytes, Uint8Array.of(1), ramp, Uint8Array.of(0)]);
}

/** The box of ISO base media files that holds XMP. */
const XMP_UUID = [
  0xbe, 0x7a, 0xcf, 0xcb, 0x97, 0xa9, 0x42, 0xe8, 0x9c, 0x71, 0x99, 0x94, 0x91, 0xe3, 0xaf, 0xac,
];

/** The tag of a WebM that holds XMP, for which Matroska has none of its own: a name as its other tags have them. */
export const WEBM_XMP = 'XMP';

/** A box of an MP4 with the packet, to stand behind all others. */
export function mp4Xmp(packet: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(packet);
  const head = new Uint8Array(8);
  new DataView(head.buffer).setUint32(0, 24 + bytes.length);
  head.set(new TextEncoder().encode('uuid'), 4);
  return joinedBytes([head, Uint8Array.from(XMP_UUID), bytes]);
}
