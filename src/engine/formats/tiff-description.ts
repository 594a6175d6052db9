import type { Planes } from '../picture.ts';
import { pixelSize } from './pixel-size.ts';
import { count, damaged } from './refusal.ts';
import type { TiffLayout } from './tiff-layout.ts';
import { type Fields, number, type TiffFile, text } from './tiff-tags.ts';

/** Micrometres in a unit as OME-XML and ImageJ write it (both letters mu). */
const umOf: Readonly<Record<string, number>> = {
  nm: 1e-3,
  um: 1,
  µm: 1,
  μm: 1,
  '\\u00B5m': 1,
  micron: 1,
  microns: 1,
  micrometer: 1,
  mm: 1e3,
  cm: 1e4,
  inch: 25_400,
};

/** ImageDescription, as far as the attributes of OME-XML's first Pixels and ImageJ's lines can reach. */
const description = (file: TiffFile, fields: Fields): string => text(file, fields, 270, 65_536);

/** An attribute of OME-XML's first Pixels element. Looked up as text: nothing in the XML is expanded or fetched. */
function omePixels(description: string): ((attribute: string) => string | undefined) | null {
  const pixels = /<(?:\w+:)?Pixels\s[^>]*>/.exec(description)?.[0];
  if (pixels === undefined) return null;
  return (attribute) => new RegExp(`\\s${attribute}="([^"]*)"`).exec(pixels)?.[1];
}

/** Pixel size in micrometres by OME-XML, else by ImageJ's unit, else by the resolution tags. */
export function physicalSize(file: TiffFile, fields: Fields): Planes['pixelSizeUm'] {
  const told = description(file, fields);
  const ome = omePixels(told);
  if (ome !== null) {
    const side = (axis: 'X' | 'Y') =>
      Number(ome(`PhysicalSize${axis}`) ?? Number.NaN) *
      (umOf[ome(`PhysicalSize${axis}Unit`) ?? 'µm'] ?? Number.NaN);
    return pixelSize(side('X'), side('Y'));
  }
  const x = number(file, fields, 282, Number.NaN);
  const y = number(file, fields, 283, Number.NaN);
  const imageJ = told.startsWith('ImageJ=') ? /^unit=(.*)$/m.exec(told)?.[1]?.trim() : undefined;
  const tag = number(file, fields, 296, 2);
  const unit = imageJ ?? (tag === 2 ? 'inch' : tag === 3 ? 'cm' : '');
  const um = umOf[unit] ?? Number.NaN;
  return pixelSize(um / x, um / y);
}

/**
 * @throws Refusal where OME-XML contradicts the pages: another size, or more planes than the file holds and no other
 *   file named for them. What is missing would otherwise go unnoticed.
 */
export function checkDescribed(file: TiffFile, fields: Fields, layout: TiffLayout, pages: number): void {
  const told = description(file, fields);
  const ome = omePixels(told);
  if (ome === null) return;
  const [x, y, z = 1, c = 1, t = 1] = ['SizeX', 'SizeY', 'SizeZ', 'SizeC', 'SizeT'].map((name) =>
    Number(ome(name) ?? 1),
  );
  if (x !== layout.width || y !== layout.height) {
    throw damaged(
      `its OME description says ${x} x ${y} pixels, its first page has ${layout.width} x ${layout.height}`,
    );
  }
  if (z * c * t > pages * layout.samples && !told.includes('FileName=')) {
    throw damaged(`its OME description names ${count(z * c * t)} planes, and the file holds ${count(pages)}`);
  }
}
