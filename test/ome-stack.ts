/** What a small OME-TIFF holds, of 16-bit planes in the order C, Z, T. */
export interface OmeStack {
  readonly width: number;
  readonly height: number;
  readonly z: number;
  readonly t: number;
  /** Names of the channels, and their colours as red, green, blue. */
  readonly channels: readonly { readonly name: string; readonly colour: readonly [number, number, number] }[];
  /** The value of a pixel, 0..65535. */
  value(at: { c: number; z: number; t: number }, x: number, y: number): number;
}

/** OME writes a colour as a signed number of 32 bits: red, green, blue, alpha. */
const signed = ([red, green, blue]: readonly [number, number, number]) =>
  (red << 24) | (green << 16) | (blue << 8) | 255;

function describe({ width, height, z, t, channels }: OmeStack): string {
  const list = channels
    .map(
      ({ name, colour }, c) =>
        `<Channel ID="Channel:0:${c}" Name="${name}" Color="${signed(colour)}" SamplesPerPixel="1"/>`,
    )
    .join('');
  return `<?xml version="1.0" encoding="UTF-8"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0"><Pixels ID="Pixels:0" DimensionOrder="XYCZT" Type="uint16" SizeX="${width}" SizeY="${height}" SizeC="${channels.length}" SizeZ="${z}" SizeT="${t}" PhysicalSizeX="0.5" PhysicalSizeY="0.5">${list}<TiffData/></Pixels></Image></OME>`;
}

/** An uncompressed little-endian OME-TIFF, one plane a page (OME-TIFF specification, 2016-06). */
export function omeStack(stack: OmeStack): Uint8Array<ArrayBuffer> {
  const { width, height, z, t, channels } = stack;
  const text = new TextEncoder().encode(`${describe(stack)}\0`);
  const pages = channels.length * z * t;
  const planeBytes = 2 * width * height;
  const tags = 10;
  const directoryBytes = 2 + 12 * tags + 4;
  const textAt = 8;
  const planesAt = textAt + text.length + (text.length % 2);
  const directoriesAt = planesAt + pages * planeBytes;
  const bytes = new Uint8Array(directoriesAt + pages * directoryBytes);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, directoriesAt, true);
  bytes.set(text, textAt);
  for (let page = 0; page < pages; page++) {
    const c = page % channels.length;
    const at = { c, z: Math.floor(page / channels.length) % z, t: Math.floor(page / channels.length / z) };
    const plane = planesAt + page * planeBytes;
    for (let i = 0; i < width * height; i++) {
      view.setUint16(plane + 2 * i, stack.value(at, i % width, Math.floor(i / width)), true);
    }
    const directory = directoriesAt + page * directoryBytes;
    view.setUint16(directory, tags, true);
    const tag = (n: number, id: number, type: number, count: number, value: number) => {
      const entry = directory + 2 + 12 * n;
      view.setUint16(entry, id, true);
      view.setUint16(entry + 2, type, true);
      view.setUint32(entry + 4, count, true);
      view.setUint32(entry + 8, value, true);
    };
    tag(0, 256, 4, 1, width);
    tag(1, 257, 4, 1, height);
    tag(2, 258, 3, 1, 16);
    tag(3, 259, 3, 1, 1); // no compression
    tag(4, 262, 3, 1, 1); // larger is brighter
    tag(5, 270, 2, page === 0 ? text.length : 1, page === 0 ? textAt : 0);
    tag(6, 273, 4, 1, plane);
    tag(7, 277, 3, 1, 1);
    tag(8, 278, 4, 1, height);
    tag(9, 279, 4, 1, planeBytes);
    view.setUint32(directory + 2 + 12 * tags, page === pages - 1 ? 0 : directory + directoryBytes, true);
  }
  return bytes;
}
