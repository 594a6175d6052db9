import type { Planes } from '../picture.ts';
import type { OmeChannel } from './ome.ts';
import { pixelSize } from './pixel-size.ts';
import type { TiffFile } from './tiff-tags.ts';

/** Where Micro-Manager's summary is said to begin, the number that says so, and where it begins. */
const [MARK_AT, MARK, SUMMARY_AT] = [32, 2355492, 40];
/** Bytes of a summary at most. */
const LONGEST = 2 ** 20;

/** What the summary of a Micro-Manager file says that its ImageJ lines do not. */
export interface MicroManager {
  readonly channels: readonly OmeChannel[];
  readonly pixelSizeUm: Planes['pixelSizeUm'];
}

/** A colour as Java keeps it: alpha, red, green and blue from the highest of 32 bits on. */
function colourOf(packed: unknown): OmeChannel['colour'] {
  if (typeof packed !== 'number' || !Number.isInteger(packed)) return undefined;
  return [(packed >>> 16) & 255, (packed >>> 8) & 255, packed & 255];
}

const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value.slice(0, 512) : []);

/** The JSON between the header and the first page ("Micro-Manager File Formats"); null where there is none. */
export function microManager({ tags, isLittle }: TiffFile): MicroManager | null {
  const head = tags.read(MARK_AT, 8);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length < 8 || view.getUint32(0, isLittle) !== MARK) return null;
  const json = tags.read(SUMMARY_AT, Math.min(LONGEST, view.getUint32(4, isLittle)));
  try {
    const told: unknown = JSON.parse(new TextDecoder().decode(json));
    const summary = new Map(Object.entries(told ?? {}));
    const [names, colours] = [listIn(summary.get('ChNames')), listIn(summary.get('ChColors'))];
    const um = Number(summary.get('PixelSize_um') ?? Number.NaN);
    return {
      channels: Array.from({ length: Math.max(names.length, colours.length) }, (_, c) => {
        const [name, colour] = [names[c], colourOf(colours[c])];
        return { ...(typeof name === 'string' && name !== '' && { name }), ...(colour && { colour }) };
      }),
      pixelSizeUm: pixelSize(um, um),
    };
  } catch {
    return null; // the picture does not depend on it
  }
}
