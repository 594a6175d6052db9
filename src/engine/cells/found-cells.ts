import type { Labels } from '../picture.ts';
import { typicalDiameter } from './apart.ts';
import { type Frame, measuresInFile, scalesOf } from './frame.ts';
import { type Measures, measures } from './measures.ts';
import { type Neighbours, neighbours } from './neighbours.ts';

/** The cells of a working picture. */
export interface FoundCells {
  /** Of the working picture's size. */
  readonly labels: Labels;
  /** In the order of the labels, lengths and places in pixels of the file. */
  readonly measured: readonly Measures[];
  /** Names of the channels whose brightness was measured. */
  readonly channels: readonly string[];
  /** The numbers of those channels that make up the grey that is worked on. */
  readonly shown: readonly number[];
  /** For each label (entry 0 unused) the labels of its neighbours, rising. */
  readonly near: Neighbours;
  /** Which part of the file the labels lie over. */
  readonly frame: Frame;
  /** Of the disc of the cells' median area, in pixels of the file; 0 without a cell. */
  readonly diameter: number;
}

/** Channels of a file over a working picture. */
export interface RawChannels {
  readonly names: readonly string[];
  readonly shown: readonly number[];
  /** The file's own numbers at each pixel of the working picture. */
  readonly values: readonly Float32Array[];
}

/** What there is to know of the cells of a label map. */
export function foundCells(labels: Labels, raw: RawChannels, frame: Frame): FoundCells {
  const near = neighbours(labels);
  const [sx, sy] = scalesOf(labels, frame);
  return {
    labels,
    measured: measuresInFile(measures(labels, raw.values, near), labels, frame),
    channels: raw.names,
    shown: raw.shown,
    near,
    frame,
    diameter: typicalDiameter(labels) * Math.sqrt(sx * sy),
  };
}
