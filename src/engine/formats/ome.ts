import { umIn } from './length-units.ts';

/** What OME-XML says of its first image. */
export interface OmePixels {
  readonly sizeX: number;
  readonly sizeY: number;
  /** Planes over Z, C and T. */
  readonly planes: number;
  /** Width and height of a pixel in micrometres; NaN where it does not say, or in no known unit. */
  readonly pixelUm: readonly [x: number, y: number];
  /** Planes may lie in other files, which are named. */
  readonly namesFiles: boolean;
}

/** The five entities of XML, and those of HTML that stand for units. */
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  micro: 'µ',
  Aring: 'Å',
};

/** An attribute's value with its entities as characters. None is expanded that the file declares itself. */
const unescaped = (value: string): string =>
  value.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|(\w{1,8}));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

/** The text without XML comments. */
function withoutComments(xml: string): string {
  let out = '';
  for (let at = 0; ; ) {
    const begin = xml.indexOf('<!--', at);
    if (begin === -1) return out + xml.slice(at);
    const end = xml.indexOf('-->', begin);
    out += xml.slice(at, begin);
    if (end === -1) return out;
    at = end + 3;
  }
}

const pixelsElement = /<(?:[\w.-]+:)?Pixels(?=[\s/>])((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)/;
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * The first Pixels element of OME-XML, or null where there is none. It is looked up as text: nothing is fetched, and the
 * rest need not be well formed.
 */
export function omePixels(text: string): OmePixels | null {
  const xml = withoutComments(text);
  const found = pixelsElement.exec(xml)?.[1];
  if (found === undefined) return null;
  const told = new Map(
    Array.from(found.matchAll(attribute), ([, name = '', double, single]) => [
      name,
      unescaped(double ?? single ?? ''),
    ]),
  );
  const size = (axis: string) => Number(told.get(`Size${axis}`) ?? 1);
  const side = (axis: 'X' | 'Y') =>
    Number(told.get(`PhysicalSize${axis}`) ?? Number.NaN) * umIn(told.get(`PhysicalSize${axis}Unit`) ?? 'µm');
  return {
    sizeX: size('X'),
    sizeY: size('Y'),
    planes: size('Z') * size('C') * size('T'),
    pixelUm: [side('X'), side('Y')],
    namesFiles: xml.includes('FileName='),
  };
}
