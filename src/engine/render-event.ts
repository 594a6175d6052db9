import type { FoundCells } from './cells/found-cells.ts';
import type { Frame } from './cells/frame.ts';
import type { Legend } from './cells/legend.ts';
import type { PictureKind } from './models/picture-kinds.ts';
import type { Picture } from './picture.ts';
import type { ChannelLevels } from './stages/channel-levels.ts';
import type { DreamEvent } from './stages/dream.ts';
import type { ShownStage } from './stages/shown.ts';

export type Stage = 'decode' | ShownStage;

/** One line of the stage log: the stage ran, or its result was still in the cache. */
export interface StageRun {
  readonly stage: Stage;
  readonly cached: boolean;
  /** Seconds that making the result took, now or when it was put into the cache. */
  readonly seconds: number;
}

export interface Progress {
  readonly stage: Stage;
  /** What is going on, as "Downloading Blood smear". */
  readonly words: string;
  readonly done: number;
  readonly of: number;
}

export interface ProgressEvent {
  readonly type: 'progress';
  readonly progress: Progress;
}

/** A model that had a part in a picture. */
export interface Weights {
  readonly id: string;
  /** Names its weights. */
  readonly sha256: string;
  /** What the picture was taken for, where the model that painted was not made for such. */
  readonly misfit?: PictureKind;
}

export type RenderEvent =
  | ProgressEvent
  | DreamEvent
  | {
      readonly type: 'picture';
      readonly stage: ShownStage;
      /** `edges`: 1 channel; the others RGB. */
      readonly picture: Picture;
      readonly run: StageRun;
      /** Cells, colour and dream only: the model that made it, where one did. */
      readonly by?: Weights;
      /** Develop only, of a grey file: its own value at each pixel. */
      readonly raw?: Float32Array | null;
      /** Develop only: width of a pixel in micrometres, where the file says so. */
      readonly pixelUm?: number | null;
      /** Develop only: the upright file's size and the part that is worked on, in its own pixels. */
      readonly place?: Frame;
      /** Develop only: how the values of each stain are spread; none where there are no stains. */
      readonly levels?: readonly ChannelLevels[];
      /** Develop only: how the grey values are spread, and which became black and white. */
      readonly contrast?: ChannelLevels;
      /** Edges only: the thresholds that were used. */
      readonly thresholds?: { readonly low: number; readonly high: number };
      /** Cells only. */
      readonly cells?: FoundCells;
      /** Colours of single cells only: what they say; null where they only tell cells apart. */
      readonly legend?: Legend | null;
      /** Dream only: where structure brought back and structure invented balance, in words. */
      readonly best?: { readonly index: number; readonly sentence: string };
    };
