import type { Planes } from '../picture.ts';
import { imageJColours } from './imagej-colours.ts';
import { umIn } from './length-units.ts';
import { microManager } from './micro-manager.ts';
import { type OmeChannel, type OmePixels, omePixels } from './ome.ts';
import { pixelSize, sizeByResolution } from './pixel-size.ts';
import { count } from './refusal.ts';
import type { TiffLayout } from './tiff-layout.ts';
import { type Fields, hint, type TiffFile, text } from './tiff-tags.ts';

/** ImageDescription is read so far: OME-XML that names the place and the file of 20,000 planes. */
const LONGEST = 2 ** 22;

/** What ImageDescription says of a page, beside its fields. */
export interface Description {
  readonly pixelSizeUm: Planes['pixelSizeUm'];
  /** The text names the channels of a data set, so three of them are not taken for red, green and blue. */
  readonly namesChannels: boolean;
  /** OME-XML that fits the page; null where there is none. */
  readonly ome: OmePixels | null;
  /** The lines that ImageJ writes, or an empty text. */
  readonly imageJ: string;
  /** What is known of the channels without OME-XML. */
  readonly channels: readonly OmeChannel[];
  readonly warnings: readonly string[];
}

/** Units in which ImageJ only repeats the resolution for printing that it found in a file. */
const isForPrint = (unit: string) => /^(inch(es)?|in|cm)$/.test(unit);

/** `\u00B5m` as ImageJ writes what is not ASCII. */
const unescaped = (unit: string) =>
  unit.replace(/\\u([\da-fA-F]{4})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));

/** Where OME-XML and the page contradict each other, as after a crop that kept the text. */
function contradiction(ome: OmePixels, layout: TiffLayout, pages: number): string | null {
  if (ome.sizeX !== layout.width || ome.sizeY !== layout.height) {
    return `describes ${numberOf(ome.sizeX)} x ${numberOf(ome.sizeY)} pixels in its OME-XML, and its page has ${count(layout.width)} x ${count(layout.height)}: the page is read, and no pixel size is taken from the text.`;
  }
  const planes = ome.axes.c * ome.axes.z * ome.axes.t;
  if (planes > pages * layout.samples && !ome.namesFiles) {
    return `describes ${numberOf(planes)} planes in its OME-XML, and holds ${count(pages * layout.samples)}; the others are missing.`;
  }
  return null;
}

const numberOf = (value: number) => (Number.isFinite(value) ? count(value) : 'an unknown number of');

/**
 * Pixel size by OME-XML, else by ImageJ's unit, else by the resolution fields, and what does not fit.
 *
 * @param pages of the file.
 * @param name of the file, or null.
 */
export function describe(
  file: TiffFile,
  fields: Fields,
  layout: TiffLayout,
  pages: number,
  name: string | null,
): Description {
  const told = text(file, fields, 270, LONGEST);
  const ome = omePixels(told, name);
  if (ome !== null) {
    const fault = contradiction(ome, layout, pages);
    const isOther = ome.sizeX !== layout.width || ome.sizeY !== layout.height;
    return {
      pixelSizeUm: isOther ? null : pixelSize(...ome.pixelUm),
      namesChannels: true,
      ome: isOther ? null : ome,
      imageJ: '',
      channels: [],
      warnings: fault === null ? [] : [fault],
    };
  }
  const x = hint(file, fields, 282, Number.NaN);
  const y = hint(file, fields, 283, Number.NaN);
  const isImageJ = told.startsWith('ImageJ=');
  const unit = isImageJ ? unescaped(/^unit=(.*)$/m.exec(told)?.[1]?.trim() ?? '') : '';
  const tag = hint(file, fields, 296, 2);
  const manager = microManager(file);
  const byLines =
    unit !== '' && !isForPrint(unit)
      ? pixelSize(umIn(unit) / x, umIn(unit) / y)
      : inchesOrCentimetres(unit === 'cm' ? 3 : unit === '' ? tag : 2, x, y);
  return {
    pixelSizeUm: manager?.pixelSizeUm ?? aperioPixelSize(told) ?? byLines,
    namesChannels: isImageJ,
    ome: null,
    imageJ: isImageJ ? told : '',
    channels: manager?.channels ?? (isImageJ ? imageJColours(file, fields) : []),
    warnings: [],
  };
}

/** Micrometres a pixel (MPP) in the first line but one of an Aperio slide. */
function aperioPixelSize(told: string): Planes['pixelSizeUm'] {
  if (!told.startsWith('Aperio')) return null;
  const um = Number(/\|\s*MPP\s*=\s*([\d.]+)/.exec(told.slice(0, 65_536))?.[1] ?? Number.NaN);
  return pixelSize(um, um);
}

/** @param unit ResolutionUnit: 2 inch, 3 centimetre. */
function inchesOrCentimetres(unit: number, x: number, y: number): Planes['pixelSizeUm'] {
  const um = unit === 2 ? 25_400 : unit === 3 ? 10_000 : Number.NaN;
  return sizeByResolution(um / x, um / y);
}
