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
  /** What that file is called, without its folders; null where it does not say. */
  readonly fileName: string | null;
}

/** What OME-XML says of its first image that lies in the file. */
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
  /** Images in all, of which this is one. */
  readonly series: number;
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

const holder = new RegExp(`^\\s*>\\s*<(?:[\\w.-]+:)?UUID(?=[\\s/>])${attributes}\\s*>([^<]*)<`);

function blocksIn(xml: string): OmeBlock[] {
  const blocks: OmeBlock[] = [];
  for (const { told, at } of every('TiffData', xml)) {
    // Its only child, where it has one, names the file.
    const child = holder.exec(xml.slice(at, at + 4096));
    const [uuid, path] = [child?.[2]?.trim(), toldIn(child?.[1] ?? '').get('FileName')];
    blocks.push({
      ifd: wholeOf(told.get('IFD')),
      first: {
        c: wholeOf(told.get('FirstC')) ?? 0,
        z: wholeOf(told.get('FirstZ')) ?? 0,
        t: wholeOf(told.get('FirstT')) ?? 0,
      },
      count: wholeOf(told.get('PlaneCount')),
      uuid: uuid || null,
      fileName: path?.split(/[\\/]/).at(-1) || null,
    });
  }
  return blocks;
}

const orderOf = (told: string | undefined): OmePixels['order'] =>
  /^XY(?!.*(.).*\1)[ZCT]{3}$/.test(told ?? '')
    ? ([...(told ?? '').slice(2).toLowerCase()] as (keyof Axes)[]) // the three letters, by the pattern
    : ['z', 'c', 't'];

/**
 * Which blocks lie in a file: those of its UUID, else of its name; where it is known by neither, as a copy under another
 * name, those of the first block's file.
 */
export function ownBlocks(
  blocks: readonly OmeBlock[],
  uuid: string | null,
  name: string | null,
): (block: OmeBlock) => boolean {
  if (blocks.some((block) => block.uuid === uuid)) return (block) => [null, uuid].includes(block.uuid);
  if (blocks.some(({ fileName }) => fileName !== null && fileName === name)) {
    return (block) => block.uuid === null || block.fileName === name;
  }
  const first = blocks[0]?.uuid ?? null;
  return (block) => [null, first].includes(block.uuid);
}

/** Whether none of an image's planes is in the file, by blocks that all name others. */
const liesElsewhere = (blocks: readonly OmeBlock[], uuid: string | null, name: string | null): boolean =>
  blocks.length > 0 &&
  blocks.every((block) => block.uuid !== null && block.uuid !== uuid && block.fileName !== name);

/** The first Pixels element with planes in the file, else the first: its head, and what it holds. */
function ownPixels(xml: string, uuid: string | null, name: string | null) {
  const all = [...every('Pixels', xml)].map(({ told, at }, i, heads) => {
    const next = heads[i + 1]?.at ?? xml.length;
    const inside = xml.slice(at, next);
    const end = inside.search(/<\/(?:[\w.-]+:)?Pixels\s*>/);
    return { told, inside: end === -1 ? inside : inside.slice(0, end) };
  });
  const blocksOf = ({ inside }: { inside: string }) => blocksIn(inside);
  const isSet = uuid !== null && all.length > 1;
  const own = isSet ? all.find((pixels) => !liesElsewhere(blocksOf(pixels), uuid, name)) : all[0];
  const chosen = own ?? all[0];
  return chosen && { ...chosen, series: all.length };
}

/**
 * The first Pixels element of OME-XML with planes in the file, or null where there is none. It is looked up as text: nothing
 * is fetched, and the rest need not be well formed.
 *
 * @param name of the file that the text was found in; null where it has none.
 */
export function omePixels(text: string, name: string | null = null): OmePixels | null {
  const xml = withoutComments(text);
  const uuid = toldIn(element('OME').exec(xml)?.[1] ?? '').get('UUID') ?? null;
  const pixels = ownPixels(xml, uuid, name);
  if (!pixels) return null;
  const { told, inside, series } = pixels;
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
    uuid,
    pixelUm: [side('X'), side('Y')],
    namesFiles: xml.includes('FileName='),
    series,
  };
}
