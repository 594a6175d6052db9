import type { Axes, Channel, PlaneAt, Planes } from '../picture.ts';
import { orientation } from './exif.ts';
import { fits, maxBytes } from './limits.ts';
import { metaMorphPixelSize, metaMorphPlanes } from './metamorph.ts';
import { type Bytes, bytesOf, type FileEntry, type OpenedFile, type Window } from './opened-file.ts';
import { count, damaged, printable, Refusal } from './refusal.ts';
import { inDepth, type Place, type Stack, stackOf } from './tiff-axes.ts';
import { emptyChannel, readChannels } from './tiff-channels.ts';
import { readColours, type TiffColours } from './tiff-colours.ts';
import { type Description, describe } from './tiff-description.ts';
import { readLayout, sampleBytes, type TiffLayout } from './tiff-layout.ts';
import { levelsOf, type TiffLevel } from './tiff-levels.ts';
import { type TiffSet, tiffSet } from './tiff-set.ts';
import { alikePages, layoutOf, lieBehind, type TiffPages, tiffPages } from './tiff-stack.ts';
import { hint } from './tiff-tags.ts';

/** Channels for which a place is kept where the file lacks their plane. */
const MOST_EMPTY = 512;

/** A TIFF of which everything but the pixels is known. */
interface Known {
  readonly pages: TiffPages;
  /** Of the first plane at its full size. */
  readonly layout: TiffLayout;
  readonly described: Description;
  readonly colours: TiffColours;
  readonly stack: Stack;
  readonly set: TiffSet;
  readonly levels: readonly TiffLevel[];
  /** Planes in the file, without smaller copies. */
  readonly planes: number;
}

function known(bytes: Bytes, name: string | null, siblings: Iterable<FileEntry>): Known {
  const pages = tiffPages(bytes);
  const { file, page } = pages;
  const layout = readLayout(file, page.fields);
  const described = describe(file, page.fields, layout, page.pages, name);
  const colours = readColours(file, page.fields, layout, described.namesChannels);
  const metaMorph = metaMorphPlanes(file, page.fields, layout);
  const stack =
    metaMorph === undefined
      ? stackOf(described, layout.samples, alikePages(pages), name)
      : inDepth(metaMorph);
  const { c, z, t } = stack.axes;
  const all = levelsOf(file, page.fields, page.candidates);
  // Copies in the chain belong to the one picture that the others are copies of.
  const isOne = c * z * t === 1;
  const levels = isOne
    ? all
    : all.filter(({ sub }, i) => i === 0 || (sub !== null && !lieBehind(pages, layout)));
  const isChained = levels.some(({ sub }, i) => i > 0 && sub === null);
  return {
    pages,
    layout,
    described,
    colours,
    stack,
    set: tiffSet(stack.files, siblings),
    levels,
    planes: metaMorph ?? (isChained ? 1 : page.pages),
  };
}

/** The largest level of which a plane fits with all its channels, else with one; the first where none does. */
function fittingLevel({ levels, layout, stack }: Known): number {
  const pageBytes = layout.samples * sampleBytes(layout);
  const fittingAt = (bytes: number) => levels.findIndex(({ width, height }) => fits(width, height, bytes));
  return [fittingAt(stack.axes.c * pageBytes), fittingAt(pageBytes), 0].find((level) => level >= 0) ?? 0;
}

/** What to say where another size than the first is shown because that is too large. */
function smallerCopy({ levels }: Known, level: number): string[] {
  const [full, shown] = [levels[0], levels[level]];
  if (!full || !shown || level === 0) return [];
  const size = ({ width, height }: TiffLevel) => `${count(width)} x ${count(height)}`;
  return [
    `has ${size(full)} pixels, which is too large to be read whole; its copy of ${size(shown)} is shown.`,
  ];
}

async function readPlane(of: Known, at: PlaneAt, asked: number | undefined, part?: Window): Promise<Planes> {
  const { pages, layout, described, colours, stack, set, levels } = of;
  const level = asked ?? (part ? 0 : fittingLevel(of));
  const size = levels[level] ?? layout;
  const window = part ?? { left: 0, top: 0, width: size.width, height: size.height };
  checkWindow(window, size);
  const pixels = window.width * window.height;
  const planeBytes = pixels * layout.samples * Math.ceil(layout.bits / 8);
  const most = Math.max(1, Math.floor(maxBytes / planeBytes));
  const places = stack.pagesOf(at.z, at.t);

  const channels: Channel[] = [];
  let isDamaged = false;
  let found = 0;
  for (const [c, place] of places.slice(0, most).entries()) {
    const holder = place && (place.file === null ? pages : set.pagesOf(place.file));
    const own = holder && place && layoutOf(holder, layout, levels, level, place.page);
    const read = own && holder && (await readChannels(holder.file, own, window));
    if (read) {
      found++;
      isDamaged ||= read.isDamaged;
    } else if (places.length > MOST_EMPTY) continue;
    for (let i = 0; i < layout.samples; i++) {
      const samples = read?.channels[i] ?? emptyChannel(layout, 0);
      channels.push({ ...colours.names[i], ...stack.channels[c * layout.samples + i], samples });
    }
  }
  if (found === 0) throw lacking(places);
  const { c, z, t } = stack.axes;
  const damage =
    'is damaged, and parts of the picture may be wrong: some of its JPEG data make no sense. Copy it again from the source.';
  const tooMany = `holds ${count(places.length)} channels; the first ${count(most)} are read, which is what fits.`;
  const um = described.pixelSizeUm ?? metaMorphPixelSize(pages.file, pages.page.fields);
  return {
    width: window.width,
    height: window.height,
    channels: withoutGaps(channels, emptyChannel(layout, channels.some(isGap) ? pixels : 0)),
    bitDepth: layout.bits,
    sampleFormat: layout.format,
    photometric: colours.photometric,
    orientation: orientation(hint(pages.file, pages.page.fields, 274, 1)),
    pixelSizeUm: um && [(um[0] * layout.width) / size.width, (um[1] * layout.height) / size.height],
    planes: of.planes,
    axes: { c: c * layout.samples, z, t },
    warnings: [
      ...pages.page.warnings,
      ...layout.warnings,
      ...described.warnings,
      ...colours.warnings,
      ...set.warnings,
      ...(asked === undefined ? smallerCopy(of, level) : []),
      ...(isDamaged ? [damage] : []),
      ...(places.length > most ? [tooMany] : []),
    ],
  };
}

const isGap = ({ samples }: Channel) => samples.length === 0;

/** Channels whose plane no file has are 0 everywhere, so that the others keep their numbers. */
const withoutGaps = (channels: readonly Channel[], nothing: Channel['samples']): readonly Channel[] =>
  channels.map((channel) => (isGap(channel) ? { ...channel, samples: nothing } : channel));

/** @param places of the plane, none of which can be read. */
function lacking(places: readonly (Place | null)[]): Refusal {
  const elsewhere = places.find((place) => place !== null && place.file !== null)?.file;
  if (!elsewhere) return damaged('the plane that was asked for is not in it');
  return new Refusal(
    `lacks this plane: it lies in ${printable(elsewhere)}, which is not here. Open the two files together.`,
  );
}

/** @throws RangeError where the window does not lie in the picture: a mistake of the caller's. */
function checkWindow({ left, top, width, height }: Window, size: Pick<TiffLevel, 'width' | 'height'>): void {
  const isInside = (from: number, length: number, side: number) =>
    Number.isSafeInteger(from) &&
    Number.isSafeInteger(length) &&
    from >= 0 &&
    length >= 1 &&
    from + length <= side;
  if (isInside(left, width, size.width) && isInside(top, height, size.height)) return;
  throw new RangeError(
    `the window ${[left, top, width, height]} is not in ${size.width} x ${size.height} pixels`,
  );
}

/**
 * A TIFF or BigTIFF (TIFF 6.0 and its technical notes): strips and tiles, chunky and planar, 1 to 32 bits unsigned, 8 to 32
 * signed, floats of 16, 32 and 64; no compression, LZW, Deflate, PackBits, Zstandard and JPEG. Which pages belong together say
 * OME-XML, ImageJ and MetaMorph, which are smaller copies SubIFDs and the pages' forms. YCbCr becomes RGB; everything else
 * keeps its stored numbers.
 *
 * Opening walks the directories; pixels are read with a plane.
 *
 * @param name of the file, by which its own OME-XML may know it.
 * @param siblings files that may hold some of its planes.
 * @throws Refusal
 */
export function openTiff(
  bytes: Bytes,
  name: string | null = null,
  siblings: Iterable<FileEntry> = [],
): OpenedFile {
  const of = known(bytes, name, siblings);
  const { c, z, t }: Axes = of.stack.axes;
  return {
    axes: { c: c * of.layout.samples, z, t },
    levels: of.levels.map(({ width, height }) => ({ width, height })),
    series: of.described.ome?.series ?? 1,
    read: (at, level, window) => readPlane(of, at, level, window),
  };
}

/** One plane of a TIFF in memory; the first one by itself. @throws Refusal as {@link openTiff} */
export const readTiff = async (
  bytes: Uint8Array<ArrayBuffer>,
  at: PlaneAt = { z: 0, t: 0 },
): Promise<Planes> => openTiff(bytesOf(bytes)).read(at);
