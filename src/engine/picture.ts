/** Samples of one plane as the file holds them, row after row. */
export type Samples =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** How many channels, planes in depth and times a file holds. */
export interface Axes {
  readonly c: number;
  readonly z: number;
  readonly t: number;
}

/** A plane of all channels, both from 0. */
export type PlaneAt = Pick<Axes, 'z' | 't'>;

/** One channel of a plane. */
export interface Channel {
  readonly name?: string;
  /** Red, green and blue (0..255) of its stain, where the file says so. */
  readonly colour?: readonly [red: number, green: number, blue: number];
  /** What it says of transparency; `premultiplied` where the colours were already scaled by it. */
  readonly alpha?: 'straight' | 'premultiplied';
  /** height * width samples, unscaled. */
  readonly samples: Samples;
}

/** How the stored channels become something to look at. A pixel that has just the values `clear` is transparent. */
export type Photometric =
  /** The first channel is grey; larger is brighter. Further channels are separate stains. */
  | { readonly kind: 'grey'; readonly clear?: readonly number[] }
  /** The first channel is grey; larger is darker (TIFF MinIsWhite). */
  | { readonly kind: 'inverted' }
  /** Channels 0 to 2 are red, green and blue; further ones are alpha where they say so. */
  | { readonly kind: 'rgb'; readonly clear?: readonly number[] }
  /** Channels 0 to 3 are cyan, magenta, yellow and black ink; larger is more ink. */
  | { readonly kind: 'cmyk' }
  /** The first channel holds indices into 8-bit entries: red, green, blue and, where it is not 255, alpha. */
  | { readonly kind: 'palette'; readonly palette: readonly PaletteEntry[] };

export type PaletteEntry = readonly [red: number, green: number, blue: number, alpha?: number];

/** Numbers as a file holds them: nothing is scaled, clipped or turned before the develop stage. */
export interface Planes {
  readonly width: number;
  readonly height: number;
  readonly channels: readonly Channel[];
  /** Bits that carry the value in the file: 1, 8, 12, 16, 32, ... */
  readonly bitDepth: number;
  readonly sampleFormat: 'uint' | 'int' | 'float';
  readonly photometric: Photometric;
  /** EXIF or TIFF orientation, 1 to 8; not applied to the samples. */
  readonly orientation: number;
  /** Width and height of a pixel in micrometres, where the file says so. */
  readonly pixelSizeUm: readonly [x: number, y: number] | null;
  /** Planes in the file (pages or frames). */
  readonly planes: number;
  /** What they are, in a stack; missing where there is one plane, or nobody says what the others are. */
  readonly axes?: Axes;
  /** What a person must know of the file though it was read; each continues a sentence that begins with the file's name. */
  readonly warnings?: readonly string[];
}

/** An 8-bit picture, row after row, channels interleaved: 1 (grey or edges), 3 (RGB) or 4 (RGBA), 0..255. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  readonly data: Uint8Array<ArrayBuffer>;
}

/**
 * Which part each pixel belongs to, row after row: 0 is the ground, 1..count one part each (a cell, or a region between edges),
 * in the order of their first pixels.
 */
export interface Labels {
  readonly width: number;
  readonly height: number;
  readonly count: number;
  readonly data: Uint32Array<ArrayBuffer>;
}

/** An 8-bit RGB picture as a file would hold it. */
export function planesOf(
  { width, height, data }: Picture,
  pixelSizeUm: Planes['pixelSizeUm'] = null,
): Planes {
  const samples = (c: number) => Uint8Array.from({ length: width * height }, (_, i) => data[3 * i + c] ?? 0);
  return {
    width,
    height,
    channels: [0, 1, 2].map((c) => ({ samples: samples(c) })),
    bitDepth: 8,
    sampleFormat: 'uint',
    photometric: { kind: 'rgb' },
    orientation: 1,
    pixelSizeUm,
    planes: 1,
  };
}
