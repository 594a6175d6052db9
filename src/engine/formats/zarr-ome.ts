import type { Channel } from '../picture.ts';
import { umIn } from './length-units.ts';
import { count, damaged, notRead, printable, Refusal } from './refusal.ts';
import {
  attributesOf,
  type Files,
  folderOf,
  type Json,
  jsonOf,
  listAt,
  objectAt,
  textAt,
} from './zarr-json.ts';

/** A level of the pyramid, as OME-Zarr describes it. */
export interface ZarrDataset {
  /** As {@link folderOf}, from the top. */
  readonly folder: string;
  /** Of each axis, in its unit; empty where it does not say. */
  readonly scale: readonly number[];
}

/** What OME-Zarr says of a picture. */
export interface ZarrPicture {
  /** Largest first. */
  readonly datasets: readonly ZarrDataset[];
  /** In small letters, the slowest first; null where it does not say. */
  readonly axes: readonly { readonly name: string; readonly unit: string }[] | null;
  readonly channels: readonly Pick<Channel, 'name' | 'colour'>[];
  /** Pictures of their own in the file. */
  readonly series: number;
}

const MOST_LEVELS = 64;
const MOST_SERIES = 100_000;

const scaleIn = (told: Json | undefined): readonly number[] => {
  const transforms = listAt(told, 'coordinateTransformations');
  return listAt(
    transforms.find((one) => textAt(one, 'type') === 'scale'),
    'scale',
  ).map(Number);
};

/** Six digits, red, green and blue; a `#` before and two for alpha behind them are let pass. */
function colourIn(told: Json | undefined): Channel['colour'] {
  const digits = /^#?([\da-f]{6})(?:[\da-f]{2})?$/i.exec(textAt(told, 'color') ?? '')?.[1];
  if (digits === undefined) return undefined;
  const packed = Number.parseInt(digits, 16);
  return [packed >> 16, (packed >> 8) & 255, packed & 255];
}

function axesIn(multiscale: Json): ZarrPicture['axes'] {
  const told = listAt(multiscale, 'axes');
  if (told.length === 0) return null;
  return told.map((axis) => ({
    name: (typeof axis === 'string' ? axis : (textAt(axis, 'name') ?? '')).toLowerCase(),
    unit: textAt(axis, 'unit') ?? '',
  }));
}

/** The picture that a folder's attributes describe. @throws Refusal where they make no sense. */
function pictureAt(
  folder: string,
  attributes: { readonly [key: string]: Json },
  series: number,
): ZarrPicture {
  const [multiscale = null] = listAt(attributes, 'multiscales');
  const common = scaleIn(multiscale);
  const datasets = listAt(multiscale, 'datasets').map((dataset) => {
    const path = textAt(dataset, 'path');
    if (path === undefined) throw damaged('it names a level of its pyramid without a path');
    const scale = scaleIn(dataset);
    const factors = scale.length > 0 ? scale : common.map(() => 1);
    return { folder: folder + folderOf(path), scale: factors.map((one, i) => one * (common[i] ?? 1)) };
  });
  if (datasets.length === 0 || datasets.length > MOST_LEVELS) {
    throw damaged(`it names ${count(datasets.length)} levels of its pyramid`);
  }
  const channels = listAt(objectAt(attributes, 'omero'), 'channels').map((told) => {
    const [name, colour] = [textAt(told, 'label'), colourIn(told)];
    return { ...(name && { name }), ...(colour && { colour }) };
  });
  return { datasets, axes: axesIn(multiscale), channels, series };
}

const holdsPicture = (files: Files, folder: string) =>
  listAt(attributesOf(files, folder), 'multiscales').length > 0;

/** The folders of a plate's pictures: its wells' fields, in their order. */
function* fieldsOf(files: Files, plate: Json): Generator<string> {
  for (const well of listAt(plate, 'wells')) {
    const folder = folderOf(textAt(well, 'path') ?? '');
    for (const image of listAt(objectAt(attributesOf(files, folder), 'well'), 'images')) {
      const path = textAt(image, 'path');
      if (path !== undefined) yield folder + folderOf(path);
    }
  }
}

/** Where bioformats2raw puts pictures: in the order that `OME` lists them, or by number. */
function* seriesOf(files: Files): Generator<string> {
  const listed = listAt(attributesOf(files, 'OME/'), 'series').filter((path) => typeof path === 'string');
  for (const path of listed) yield folderOf(path);
  if (listed.length > 0) return;
  for (let number = 0; holdsPicture(files, `${number}/`); number++) yield `${number}/`;
}

/** An array alone, without a word of OME's. */
function isArray(files: Files): boolean {
  const three = files.get('zarr.json');
  return three ? jsonOf('zarr.json', three).node_type === 'array' : files.has('.zarray');
}

/** @throws Refusal where there is none, or it makes no sense. */
export function pictureOfZarr(files: Files): ZarrPicture {
  const attributes = attributesOf(files, '');
  const pictures = listAt(attributes, 'multiscales').length;
  if (pictures > 0) return pictureAt('', attributes, pictures);
  const isPlate = listAt(attributes.plate, 'wells').length > 0;
  let first: string | null = null;
  let series = 0;
  for (const folder of isPlate ? fieldsOf(files, attributes.plate ?? null) : seriesOf(files)) {
    first ??= holdsPicture(files, folder) ? folder : null;
    if (++series > MOST_SERIES) throw damaged(`it names more than ${count(MOST_SERIES)} pictures`);
  }
  if (first !== null) return pictureAt(first, attributesOf(files, first), series);
  if (isArray(files)) return { datasets: [{ folder: '', scale: [] }], axes: null, channels: [], series: 1 };
  throw new Refusal(
    'is a Zarr without a picture of OME-Zarr: nothing in it is described as one (multiscales). Save it anew as OME-Zarr, or as OME-TIFF.',
  );
}

/** What the axes of an array of so many sides are: as told, else the last ones of time, channel, z, y and x. */
export function axesOf({ axes }: ZarrPicture, sides: number): NonNullable<ZarrPicture['axes']> {
  const usual = ['t', 'c', 'z', 'y', 'x'].slice(-sides).map((name) => ({ name, unit: '' }));
  const all = axes ?? usual;
  const names = all.map(({ name }) => name);
  if (all.length !== sides || new Set(names).size !== sides) {
    throw damaged(`it names the axes ${printable(names.join(', ')).slice(0, 60)} of an array with ${sides}`);
  }
  if (!names.includes('x') || !names.includes('y')) {
    throw notRead('no axes x and y', 'Save it anew as OME-Zarr, or as OME-TIFF.');
  }
  return all;
}

/** Micrometres along an axis; NaN where the picture does not say, or in no known unit. */
export function umAlong(
  axis: 'x' | 'y',
  axes: NonNullable<ZarrPicture['axes']>,
  scale: readonly number[],
): number {
  const place = axes.findIndex(({ name }) => name === axis);
  return (scale[place] ?? Number.NaN) * umIn(axes[place]?.unit ?? '');
}
