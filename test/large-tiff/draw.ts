import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';

export const SIDE = 2048;
export const PLANES = 750;
const STRIPS = 16;
const PLANE_BYTES = SIDE * SIDE * 2;
/** A directory with its lists before each plane. */
const STEP = 4096 + PLANE_BYTES;

/** The plane whose pixels are all written; of the others the first pixel is, which holds their number. */
export const FULL = 500;
export const pixelOf = (i: number): number => (i * 2_654_435_761) % 65_536;

/** A directory of BigTIFF with the lists of its strips behind it. @param next the next directory, 0 for none. */
function directory(at: number, text: string, next: number): Buffer {
  const pixels = at + 4096;
  const strip = PLANE_BYTES / STRIPS;
  const fields: readonly (readonly [tag: number, type: number, values: readonly number[]])[] = [
    [256, 4, [SIDE]],
    [257, 4, [SIDE]],
    [258, 3, [16]],
    [259, 3, [1]],
    [262, 3, [1]],
    ...(text ? [[270, 2, [...Buffer.from(`${text}\0`)]] as const] : []),
    [273, 16, Array.from({ length: STRIPS }, (_, i) => pixels + i * strip)],
    [277, 3, [1]],
    [278, 4, [SIDE / STRIPS]],
    [279, 16, Array.from({ length: STRIPS }, () => strip)],
  ];
  const page = Buffer.alloc(4096);
  page.writeBigUInt64LE(BigInt(fields.length), 0);
  let behind = 8 + 20 * fields.length + 8;
  page.writeBigUInt64LE(BigInt(next), behind - 8);
  for (const [i, [tag, type, values]] of fields.entries()) {
    const entry = 8 + 20 * i;
    const size = { 2: 1, 3: 2, 4: 4, 16: 8 }[type] ?? 1;
    page.writeUInt16LE(tag, entry);
    page.writeUInt16LE(type, entry + 2);
    page.writeBigUInt64LE(BigInt(values.length), entry + 4);
    let to = entry + 12;
    if (values.length * size > 8) {
      page.writeBigUInt64LE(BigInt(at + behind), entry + 12);
      to = behind;
      behind += values.length * size;
    }
    for (const [n, value] of values.entries()) {
      if (size === 8) page.writeBigUInt64LE(BigInt(value), to + 8 * n);
      else page.writeUIntLE(value, to + size * n, size);
    }
  }
  return page;
}

/** Writes a BigTIFF of 6 GB, 750 planes of 2048 x 2048 in depth that are mostly holes, the directories spread between them. */
export function drawLargeTiff(path: string): void {
  const file = openSync(path, 'w');
  const ome = `<OME><Image><Pixels SizeX="${SIDE}" SizeY="${SIDE}" SizeZ="${PLANES}" SizeC="1" SizeT="1" DimensionOrder="XYZCT"><Channel Name="Actin"/><TiffData/></Pixels></Image></OME>`;
  ftruncateSync(file, 16 + PLANES * STEP);
  const head = Buffer.alloc(16);
  head.write('II', 'latin1');
  head.writeUInt16LE(43, 2);
  head.writeUInt16LE(8, 4);
  head.writeBigUInt64LE(16n, 8);
  writeSync(file, head, 0, 16, 0);
  for (let plane = 0; plane < PLANES; plane++) {
    const at = 16 + plane * STEP;
    const page = directory(at, plane === 0 ? ome : '', plane + 1 < PLANES ? at + STEP : 0);
    writeSync(file, page, 0, page.length, at);
    const first = new Uint8Array(Uint16Array.of(plane).buffer);
    writeSync(file, first, 0, 2, at + page.length);
  }
  const pixels = new Uint8Array(Uint16Array.from({ length: SIDE * SIDE }, (_, i) => pixelOf(i)).buffer);
  writeSync(file, pixels, 0, pixels.length, 16 + FULL * STEP + 4096);
  closeSync(file);
}
