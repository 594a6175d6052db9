import type { Axes } from '../picture.ts';
import { umIn } from './length-units.ts';

/** What OME-XML says of a channel. */
export interface OmeChannel {
  readonly name?: string;
  readonly colour?: readonly [red: number, green: number, blue: number];
}

/** A row of planes in the order of the dimensions, and the pages that they lie in (TiffData). */
export interface OmeBlock {
  /** The first page, from 0; null where it does not say. */
  readonly ifd: number | null;
  readonly first: Axes;
  /** Pages; null where it does not say. */
  readonly count: number | null;
  /** The file that holds them; null for this one. */
  readonly uuid: string | null;
}

/** What OME-XML says of its first image. */
export interface OmePixels {
  readonly sizeX: number;
  readonly sizeY: number;
  readonly axes: Axes;
  /** The dimensions after X and Y, the one that runs fastest first. */
  readonly order: readonly (keyof Axes)[];
  readonly channels: readonly OmeChannel[];
  readonly blocks: readonly OmeBlock[];
  /** What this file is called in the blocks; null where it does not say. */
  readonly uuid: string | null;
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

const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const attributes = '((?:\\s+[\\w:.-]+\\s*=\\s*(?:"[^"]*"|\'[^\']*\'))*)';
const element = (name: string, flags = '') =>
  new RegExp(`<(?:[\\w.-]+:)?${name}(?=[\\s/>])${attributes}`, flags);

/** The attributes in the head of an element. */
const toldIn = (head: string): ReadonlyMap<string, string> =>
  new Map(
    Array.from(head.matchAll(attribute), ([, name = '', double, single]) => [
      name,
      unescaped(double ?? single ?? ''),
    ]),
  );

/** Elements that are looked at, at most. */
const MOST = 100_000;

/** The attributes of every element of a name. */
function* every(name: string, xml: string): Generator<{ told: ReadonlyMap<string, string>; at: number }> {
  let left = MOST;
  for (const found of xml.matchAll(element(name, 'g'))) {
    if (left-- === 0) return;
    yield { told: toldIn(found[1] ?? ''), at: found.index + found[0].length };
  }
}

/** A colour as a signed number of 32 bits: red, green, blue and alpha from the highest byte on. */
function colourOf(told: string | undefined): OmeChannel['colour'] {
  const packed = Number(told ?? Number.NaN);
  if (!Number.isInteger(packed)) return undefined;
  return [(packed >>> 24) & 255, (packed >>> 16) & 255, (packed >>> 8) & 255];
}

const wholeOf = (told: string | undefined): number | null => {
  const value = Number(told ?? Number.NaN);
  return Number.isSafeInteger(value) && value >= 0 ? value : null;
};

function channelsIn(xml: string): OmeChannel[] {
  const channels: OmeChannel[] = [];
  for (const { told } of every('Channel', xml)) {
    const [name, colour] = [told.get('Name'), colourOf(told.get('Color'))];
    const one: OmeChannel = { ...(name && { name }), ...(colour && { colour }) };
    const samples = Math.min(512, wholeOf(told.get('SamplesPerPixel')) || 1);
    channels.push(...Array.from({ length: samples }, () => one));
  }
  return channels;
}

function blocksIn(xml: string): OmeBlock[] {
  const blocks: OmeBlock[] = [];
  for (const { told, at } of every('TiffData', xml)) {
    // Its only child, where it has one, names the file.
    const uuid = /^\s*>\s*<(?:[\w.-]+:)?UUID[^>]*>([^<]*)</.exec(xml.slice(at, at + 4096))?.[1]?.trim();
    blocks.push({
      ifd: wholeOf(told.get('IFD')),
      first: {
        c: wholeOf(told.get('FirstC')) ?? 0,
        z: wholeOf(told.get('FirstZ')) ?? 0,
        t: wholeOf(told.get('FirstT')) ?? 0,
      },
      count: wholeOf(told.get('PlaneCount')),
      uuid: uuid || null,
    });
  }
  return blocks;
}

const orderOf = (told: string | undefined): OmePixels['order'] =>
  /^XY(?!.*(.).*\1)[ZCT]{3}$/.test(told ?? '')
    ? ([...(told ?? '').slice(2).toLowerCase()] as (keyof Axes)[]) // the three letters, by the pattern
    : ['z', 'c', 't'];

/**
 * The first Pixels element of OME-XML, or null where there is none. It is looked up as text: nothing is fetched, and the
 * rest need not be well formed.
 */
export function omePixels(text: string): OmePixels | null {
  const xml = withoutComments(text);
  const pixels = element('Pixels').exec(xml);
  if (!pixels) return null;
  const told = toldIn(pixels[1] ?? '');
  const begin = pixels.index + pixels[0].length;
  const end = xml.slice(begin).search(/<\/(?:[\w.-]+:)?Pixels\s*>/);
  const inside = end === -1 ? xml.slice(begin) : xml.slice(begin, begin + end);
  const size = (axis: string) => Number(told.get(`Size${axis}`) ?? 1);
  const side = (axis: 'X' | 'Y') =>
    Number(told.get(`PhysicalSize${axis}`) ?? Number.NaN) * umIn(told.get(`PhysicalSize${axis}Unit`) ?? 'µm');
  return {
    sizeX: size('X'),
    sizeY: size('Y'),
    axes: { c: size('C'), z: size('Z'), t: size('T') },
    order: orderOf(told.get('DimensionOrder')),
    channels: channelsIn(inside),
    blocks: blocksIn(inside),
    uuid: toldIn(element('OME').exec(xml)?.[1] ?? '').get('UUID') ?? null,
    pixelUm: [side('X'), side('Y')],
    namesFiles: xml.includes('FileName='),
  };
}
