import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { joinedBytes } from './joined-bytes.ts';

/** What a JPEG's segment can hold beside its two bytes of length. */
const MOST = 65_533;

const APP1 = 0xe1;
const SOS = 0xda;
const MAIN = 'http://ns.adobe.com/xap/1.0/\0';
const EXTENSION = 'http://ns.adobe.com/xmp/extension/\0';
/** A GUID of 32 letters, the length of all, and the place of this part. */
const PART_HEAD = EXTENSION.length + 32 + 8;

const ascii = (text: string) => new TextEncoder().encode(text);

function segment(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, one) => sum + one.length, 2);
  return joinedBytes([Uint8Array.of(0xff, APP1, length >> 8, length & 255), ...parts]);
}

/** The longest of a packet, which may be moved into an extended one. */
const LONG = /<eosin:Provenance>[^<]*<\/eosin:Provenance>/;

/**
 * A JPEG's segments with the packet (XMP specification, part 3, 1.1.3.1): one, or where it does not fit, as with many strokes, its longest
 * property in as many further ones as it needs.
 */
export function jpegXmp(packet: string): readonly Uint8Array<ArrayBuffer>[] {
  const whole = ascii(packet);
  if (MAIN.length + whole.length <= MOST) return [segment(ascii(MAIN), whole)];
  const [long = ''] = LONG.exec(packet) ?? [];
  const extended = ascii(
    `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:eosin="urn:eosin:provenance:1">${long}</rdf:Description></rdf:RDF></x:xmpmeta>`,
  );
  const guid = bytesToHex(md5(extended)).toUpperCase();
  const main = packet
    .replace(long, '')
    .replace(
      'rdf:about=""',
      `rdf:about="" xmlns:xmpNote="http://ns.adobe.com/xmp/note/" xmpNote:HasExtendedXMP="${guid}"`,
    );
  const parts: Uint8Array<ArrayBuffer>[] = [segment(ascii(MAIN), ascii(main))];
  for (let at = 0; at < extended.length; at += MOST - PART_HEAD) {
    const numbers = new Uint8Array(8);
    const view = new DataView(numbers.buffer);
    view.setUint32(0, extended.length);
    view.setUint32(4, at);
    parts.push(segment(ascii(EXTENSION), ascii(guid), numbers, extended.subarray(at, at + MOST - PART_HEAD)));
  }
  return parts;
}

/** What the packets of a JPEG say, one behind the other; empty where there is none. */
export function xmpInJpeg(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: Uint8Array[] = [];
  const begins = (data: Uint8Array, head: string) =>
    data.length > head.length && head === String.fromCharCode(...data.subarray(0, head.length));
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== SOS; ) {
    const end = at + 2 + view.getUint16(at + 2);
    const data = bytes.subarray(at + 4, end);
    if (bytes[at + 1] === APP1 && begins(data, MAIN)) found.push(data.subarray(MAIN.length));
    // Programs write the parts in their order.
    if (bytes[at + 1] === APP1 && begins(data, EXTENSION)) found.push(data.subarray(PART_HEAD));
    at = end;
  }
  return new TextDecoder().decode(joinedBytes(found));
}
