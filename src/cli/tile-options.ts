import type { TiledSettings } from '../engine/export/tiled.ts';
import type { Recipe } from '../engine/recipe.ts';
import type { WrittenStage } from './render-files.ts';
import { oneOf, WrongUse, wholeNumberIn } from './verb.ts';

/** Options that say how a picture goes through in tiles, as `parsed` takes them. */
export const tileOptions = { tile: { type: 'string' }, format: { type: 'string' } } as const;

/** What they mean, for a verb's help. */
export const tileHelp = `  --tile N           edges and colours of a picture of any size, in tiles of this side (a multiple of 16) and in bounded memory; what does not
                     fit is put aside in files of the temporary folder. Needs --scale 1 or --crop. Default: 512 with --format tiff
  --format FORMAT    png; jpeg, smaller and not exact; or tiff: in tiles, compressed, with the size of a pixel (OME-TIFF, BigTIFF). Default: png`;

const SIDE = 512;

/** The other usual endings of formats. */
const endings: ReadonlyMap<string, string> = new Map([
  ['jpg', 'jpeg'],
  ['tif', 'tiff'],
]);

/** The format that `--format` names. */
export const formatAsked = (text = 'png') =>
  oneOf('format', endings.get(text) ?? text, ['png', 'jpeg', 'tiff']);

/**
 * How to render in tiles; null where nothing asks for it.
 *
 * @throws WrongUse where the options do not fit, or the stage or the scale cannot be had in tiles.
 */
export function tiledIn(
  values: { readonly tile?: string | undefined; readonly format?: string | undefined },
  stage: WrittenStage,
  { develop }: Recipe,
): TiledSettings | null {
  const format = formatAsked(values.format);
  if (format === 'jpeg') {
    if (stage === 'film') throw new WrongUse('--format jpeg is for pictures: a film is a GIF.');
    if (values.tile !== undefined) throw new WrongUse('--tile writes PNG or TIFF, not JPEG.');
    return null;
  }
  if (values.tile === undefined && format === 'png') return null;
  const tile =
    values.tile === undefined ? SIDE : wholeNumberIn('tile', values.tile, { least: 16, most: 4096 });
  if (tile % 16 !== 0) throw new WrongUse(`--tile must be a multiple of 16, not ${tile}.`);
  if (stage !== 'edges' && stage !== 'colour')
    throw new WrongUse(`--tile and --format tiff are for the stages edges and colour, not ${stage}.`);
  if (develop.scale !== 1 || develop.frame === 'crop')
    throw new WrongUse("--tile and --format tiff keep the file's own pixels: add --scale 1, or --crop.");
  return { stage, format, tile };
}
