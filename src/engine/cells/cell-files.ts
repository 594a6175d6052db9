import { StudioError } from '../errors.ts';
import { encodePng } from '../formats/png-write.ts';
import { encodeTiff } from '../formats/tiff-write.ts';
import type { Picture } from '../picture.ts';
import type { ColourRecipe } from '../recipe.ts';
import type { FoundCells } from './found-cells.ts';
import { labelsInFile, outlinesInFile } from './frame.ts';
import { geoJson } from './geojson.ts';
import { cellColours } from './legend.ts';
import { outlines } from './outlines.ts';
import { paintedCells } from './painted-cells.ts';
import { roiSet } from './rois.ts';
import { columns, csv } from './table.ts';

/** What cells are written as. */
export const cellFormats = ['labels', 'csv', 'geojson', 'rois', 'colour'] as const;
export type CellFormat = (typeof cellFormats)[number];

/** What follows the picture's name. */
export const cellEndings: Readonly<Record<CellFormat, string>> = {
  labels: 'labels.tif',
  csv: 'cells.csv',
  geojson: 'cells.geojson',
  rois: 'rois.zip',
  colour: 'colour.png',
};

/** The most pixels of a label map that is written: some 500 MB. */
const MOST_PIXELS = 2 ** 27;

/** 16 bits where the cells can be counted so, else 32; over the whole file. */
function labelTiff(
  { labels, frame }: FoundCells,
  name: string,
  texts: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const { width, height, pixelUm } = frame;
  if (width * height > MOST_PIXELS) {
    throw new StudioError(
      'file',
      `${name} has ${width} x ${height} pixels, too many for a label TIFF; take the outlines as GeoJSON.`,
    );
  }
  const { data, count } = labelsInFile(labels, frame);
  return encodeTiff(count < 2 ** 16 ? Uint16Array.from(data) : data, width, height, pixelUm, texts);
}

/**
 * The cells as a file: places and lengths in pixels of the picture's file, whatever part of it was worked on; the colours over
 * the working picture.
 *
 * @param name the picture's, for sentences.
 * @param ground RGB: the working picture.
 * @param texts that a PNG or TIFF carries.
 * @throws StudioError `file` where there are too many pixels for it.
 */
export async function cellFile(
  found: FoundCells,
  format: CellFormat,
  name: string,
  ground: Picture,
  colour: ColourRecipe,
  texts: Readonly<Record<string, string>> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { labels, measured, frame, channels } = found;
  const text = (value: string) => new TextEncoder().encode(value);
  const outlined = () => outlinesInFile(outlines(labels), labels, frame);
  switch (format) {
    case 'labels':
      return labelTiff(found, name, texts);
    case 'csv':
      return text(csv(measured, columns(frame.pixelUm, channels)));
    case 'geojson':
      return text(geoJson(outlined(), measured));
    case 'rois':
      return roiSet(outlined());
    case 'colour': {
      const { colours } = cellColours(found, colour);
      return encodePng(paintedCells(ground, labels, colours, colour.drawn), texts);
    }
  }
}
