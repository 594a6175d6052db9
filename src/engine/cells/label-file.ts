import { StudioError } from '../errors.ts';
import { Refusal } from '../formats/refusal.ts';
import { unzip } from '../formats/zip.ts';
import type { Labels, Planes } from '../picture.ts';
import { type Frame, labelsInFrame } from './frame.ts';
import { labelsOfGeoJson } from './geojson.ts';
import { numbered } from './labels.ts';
import { filled, type Outline } from './outlines.ts';
import { readRoi } from './roi-reader.ts';

/** Cells that someone else has found, in a file of its own. */
export interface LabelFile {
  /** Names the content: two of one id hold the same bytes. */
  readonly id: string;
  readonly name: string;
  read(): Promise<Uint8Array<ArrayBuffer>>;
  /** Reads a label map's picture. @throws StudioError `file`, beginning with the name. */
  decode(bytes: Uint8Array<ArrayBuffer>): Promise<Planes>;
}

type Size = Pick<Labels, 'width' | 'height'>;

const isZip = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b;
/** JSON begins with a bracket, perhaps after a byte order mark and white space. */
const isJson = (bytes: Uint8Array) =>
  /^\s*[[{]/.test(new TextDecoder().decode(bytes.subarray(0, 64)).replace('\uFEFF', ''));

/** Any whole numbers from 0 as labels 1..count. */
function compact(values: ArrayLike<number>, { width, height }: Size): Labels {
  const numbers = new Map<number, number>([[0, 0]]);
  const data = new Uint32Array(width * height);
  for (let i = 0; i < data.length; i++) {
    const value = values[i]!; // of one size
    let number = numbers.get(value);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(value, number);
    }
    data[i] = number;
  }
  return { width, height, count: numbers.size - 1, data };
}

/** @throws StudioError `file` where it is a picture but no label map. */
function labelMap(name: string, planes: Planes): Labels {
  const { channels, sampleFormat, width, height, photometric } = planes;
  const [only] = channels;
  if (!only || channels.length > 1 || photometric.kind === 'palette') {
    const found = photometric.kind === 'palette' ? 'colours of a palette' : `${channels.length} channels`;
    throw new StudioError(
      'file',
      `${name} is no label map: it has ${found}; save one channel of whole numbers.`,
    );
  }
  const isWhole =
    sampleFormat === 'uint' || only.samples.every((value) => value >= 0 && Number.isInteger(value));
  if (!isWhole) {
    throw new StudioError('file', `${name} is no label map: not all its values are whole numbers from 0.`);
  }
  return compact(only.samples, { width, height });
}

/** The label map of the regions in a RoiSet.zip. @throws StudioError `file` where it holds none. */
async function labelsOfRois(name: string, bytes: Uint8Array<ArrayBuffer>, size: Size): Promise<Labels> {
  const files = await unzip(bytes, (path) => /\.roi$/i.test(path)).catch((cause: unknown) => {
    throw cause instanceof Refusal ? new StudioError('file', `${name} ${cause.message}`, { cause }) : cause;
  });
  const outlined: Outline[] = [];
  for (const [path, roi] of files) {
    try {
      const outline = readRoi(roi);
      if (outline) outlined.push(outline);
    } catch (cause) {
      throw new StudioError('file', `${name} is damaged: its region ${path} ends too soon.`, { cause });
    }
  }
  if (outlined.length === 0) {
    throw new StudioError('file', `${name} holds no regions; save them from ImageJ's ROI Manager.`);
  }
  const { width, height } = size;
  return numbered(filled(outlined, width, height), width, height);
}

/**
 * Cells of a label TIFF or PNG, a RoiSet.zip or a GeoJSON file, over a working picture of the file that they belong to.
 *
 * @param size of the working picture; a label map may have that size, or the whole file's.
 * @throws StudioError `file`, beginning with the name of the label file.
 */
export async function labelsOfFile(file: LabelFile, frame: Frame, size: Size): Promise<Labels> {
  const { name } = file;
  const bytes = await file.read();
  const inFrame = (whole: Labels) => {
    if (whole.width === frame.width && whole.height === frame.height) {
      return numbered(labelsInFrame(whole, size, frame), size.width, size.height);
    }
    if (whole.width === size.width && whole.height === size.height)
      return numbered(whole.data, size.width, size.height);
    throw new StudioError(
      'file',
      `${name} has ${whole.width} x ${whole.height} pixels, the picture ${frame.width} x ${frame.height}: it belongs to another.`,
    );
  };
  if (isZip(bytes)) return inFrame(await labelsOfRois(name, bytes, frame));
  if (isJson(bytes)) {
    const text = new TextDecoder().decode(bytes); // takes a byte order mark away
    return inFrame(labelsOfGeoJson(name, text, frame.width, frame.height));
  }
  return inFrame(labelMap(name, await file.decode(bytes)));
}
