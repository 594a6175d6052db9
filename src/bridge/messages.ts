import type { CellFormat } from '../engine/cells/cell-files.ts';
import type { Frame } from '../engine/cells/frame.ts';
import type { Legend } from '../engine/cells/legend.ts';
import type { CellComparison } from '../engine/compare-cells.ts';
import type { Backend } from '../engine/device/device.ts';
import type { ChannelAnswer } from '../engine/dream/look-inside.ts';
import type { ErrorCode } from '../engine/errors.ts';
import type { Evaluation, EvaluationEvent } from '../engine/evaluate.ts';
import type { ExportedAll } from '../engine/export/all.ts';
import type { FilmSettings } from '../engine/export/provenance.ts';
import type { Exported, Shows } from '../engine/export/shown-picture.ts';
import type { FilmFile } from '../engine/film/export-film.ts';
import type { FilmFormat } from '../engine/film/plan.ts';
import type { HeldOutScore } from '../engine/learn/learn-from.ts';
import type { CellsManifest, DreamManifest, Manifest, OwnManifest } from '../engine/models/manifest.ts';
import type { OwnModel } from '../engine/models/own-models.ts';
import type { PictureKind } from '../engine/models/picture-kinds.ts';
import type { Window } from '../engine/ops/resize.ts';
import type { PairsPlan } from '../engine/pairs/pairs.ts';
import type { Axes, Picture } from '../engine/picture.ts';
import type { ChannelLook, DevelopRecipe, DreamLayer, Recipe } from '../engine/recipe.ts';
import type { RenderExtras } from '../engine/render.ts';
import type { Progress, StageRun, Weights } from '../engine/render-event.ts';
import type { Scene } from '../engine/samples/scene.ts';
import type { Carried } from '../engine/share/carried.ts';
import type { ChannelLevels } from '../engine/stages/channel-levels.ts';
import type { ValueRange } from '../engine/stages/composite.ts';
import type { DreamEvent } from '../engine/stages/dream.ts';
import type { ShownStage } from '../engine/stages/shown.ts';
import type { KeptTraining } from '../engine/train/kept-training.ts';
import type { OwnSettings } from '../engine/train/own-plan.ts';
import type { TrainingEvent } from '../engine/train/own-training.ts';
import type { BatchTasks } from './batch-messages.ts';
import type { FigureTasks } from './figure-messages.ts';
import type { LensTasks } from './lens-messages.ts';
import type { TrueTasks } from './true-messages.ts';

/** The whole protocol between page and worker. Only client.ts and worker.ts post messages. */

export type JobId = number;

type Steering = Pick<RenderExtras, 'dreamSteps' | 'isDraft'>;

/** Where a picture's bytes come from. A blob crosses by reference, so a restarted worker can read it again. */
export type Source =
  | {
      readonly kind: 'file';
      readonly id: string;
      readonly name: string;
      readonly blob: Blob;
      /** Files that were dropped with it, which may hold some of its planes. */
      readonly beside?: readonly { readonly path: string; readonly blob: Blob }[];
    }
  | {
      readonly kind: 'drawn';
      readonly id: string;
      readonly name: string;
      readonly scene: Scene;
      readonly seed: number;
    };

/** A label TIFF or PNG, a RoiSet.zip or a GeoJSON file that was dropped beside a picture. */
export type LabelSource = Extract<Source, { kind: 'file' }>;

/** A label map over the working picture: 0 is background, 1..count a cell each. */
export interface ShownLabels {
  readonly width: number;
  readonly height: number;
  readonly count: number;
  readonly data: Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
}

/** The cells of a picture and what was measured of them. */
export interface ShownCells {
  readonly labels: ShownLabels;
  /**
   * Columns of the table, as in the CSV, their units in their names; entry `i` is of label `i + 1`, NaN where it cannot be told.
   * Places and lengths are in pixels of the file.
   */
  readonly table: readonly { readonly name: string; readonly values: Float64Array<ArrayBuffer> }[];
  /** First and last column and row of each cell, both included, in pixels of the file: four numbers a cell. */
  readonly boxes: Float32Array<ArrayBuffer>;
  /** For each label (entry 0 unused) its neighbours' labels, rising. */
  readonly near: readonly (readonly number[])[];
  /** Names of the channels whose brightness was measured, and the numbers of those that the grey is made of. */
  readonly channels: readonly string[];
  readonly shown: readonly number[];
  /** Which part of the file the labels lie over. */
  readonly frame: Frame;
  /** Of a typical cell, in pixels of the file; 0 without a cell. */
  readonly diameter: number;
  /** As "41 cells, median 212 µm²". */
  readonly summary: string;
}

/** What the page says about the device. */
export interface DeviceInfo {
  readonly backend: Backend;
  readonly name: string;
  readonly software: boolean;
  /** Plain sentences: why a faster backend is not used. */
  readonly skipped: readonly string[];
  /** How often a lost device was rebuilt since the worker started. */
  readonly rebuilt: number;
}

export interface Memory {
  readonly tensors: number;
  readonly tensorBytes: number;
  readonly cacheBytes: number;
}

export interface RenderSummary {
  readonly log: readonly StageRun[];
  readonly memory: Memory;
}

export interface FileFacts {
  readonly width: number;
  readonly height: number;
  /** Names or numbers of the channels to choose from; one entry for grey and for RGB pictures. */
  readonly channels: readonly string[];
  readonly bitDepth: number;
  /** How many channels, planes in depth and times it holds. */
  readonly axes: Axes;
  /** Where its channels are stains to be laid over each other: each one's name, and its look where nobody chose any; else empty. */
  readonly stains: readonly { readonly name: string; readonly look: ChannelLook }[];
  /** Its channels differ as they are shown: stains laid over each other, or red, green and blue. */
  readonly hasColours: boolean;
  /** What it looks like. */
  readonly kind: PictureKind;
  /** What a person must know of it though it was read; begins with the file's name. */
  readonly warning: string | null;
}

/** What can be asked of the worker, and what each job ends with. */
export interface Tasks
  extends LensTasks<LensAsk>,
    TrueTasks<Source>,
    FigureTasks<Source, LabelSource>,
    BatchTasks<Source, LabelSource, FileFacts> {
  /** Chooses the device; must be the first job. `backend` forces one (`?backend=`); `version` names the page's. */
  start: { ask: { backend: Backend | null; base: string; version?: string }; answer: DeviceInfo };
  /** The models that can be chosen, in the order of the shelf. */
  shelf: { ask: Record<never, never>; answer: readonly Manifest[] };
  /** The models that can be dreamed with; none where the default one was not shipped. */
  dreams: { ask: Record<never, never>; answer: readonly DreamManifest[] };
  /** What all models that are not kept here as yet would download, in bytes. Background. */
  missingModels: { ask: Record<never, never>; answer: { bytes: number } };
  /** Downloads them, so that they are here without a network; parts that are here are not fetched again. Background. */
  keepModels: { ask: Record<never, never>; answer: { bytes: number } };
  /** What a picture that Eosin wrote carries, and its SHA-256 in hexadecimal where that is asked for. Background. */
  carried: {
    ask: { source: Source; hashed: boolean };
    answer: { sha256: string | null; carried: Carried | null };
  };
  /** The models that tell cells apart; none where none was shipped. */
  cellModels: { ask: Record<never, never>; answer: readonly CellsManifest[] };
  /** A sentence on each model that is kept here and cannot be read: it is on no shelf. */
  unreadModels: { ask: Record<never, never>; answer: readonly string[] };
  /** Takes a file of Keras' InceptionV3 as a model to dream with, for this visit and those to come. */
  bringDream: {
    ask: { name: string; blob: Blob };
    /** The id of the model, and all of them. */
    answer: { id: string; models: readonly DreamManifest[] };
  };
  /** Decodes a picture for the tray. Background. RGBA of at most 128 px a side. */
  thumbnail: { ask: { source: Source }; answer: { picture: Picture; facts: FileFacts } };
  /**
   * The stages in order; a `picture` reply for each as it is ready, and `dream` replies on the way. A dream that was
   * cancelled goes on where it stood when it is asked for again. `guide`, `dreamSteps` and `isDraft` as `RenderExtras`; the
   * cells of `labels` are taken in place of those that a net would find.
   */
  render: {
    ask: { source: Source; recipe: Recipe; guide?: Source; labels?: LabelSource } & Steering;
    answer: RenderSummary;
  };
  /** A camera's picture (RGBA) through the stages, a `picture` reply for each; nothing of it is kept. */
  live: { ask: { frame: Picture; recipe: Recipe }; answer: RenderSummary };
  /**
   * A part of a picture as its file holds it, in the tones of the developed one, no pixel enlarged. RGBA. `window` is in the
   * upright file's own pixels, `size` the most that the answer measures; the answer names the part that it shows.
   */
  view: {
    ask: { source: Source; develop: DevelopRecipe; window: Window; size: { width: number; height: number } };
    answer: { picture: Picture; window: Window };
  };
  /** For each channel the values that become dark and bright, alike for all planes of the file. Background. */
  stackRanges: { ask: { source: Source }; answer: readonly ValueRange[] };
  /** Reads and develops the planes that come after the one in work, as far as the cache has room for them. Background. */
  planesAhead: { ask: { source: Source; develop: DevelopRecipe }; answer: undefined };
  /** The cells of a picture as files, each named as the picture and by what it is. */
  exportCells: {
    ask: { source: Source; recipe: Recipe; formats: readonly CellFormat[]; labels?: LabelSource };
    answer: { files: readonly { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[] };
  };
  /** How the cells of a picture fit those of a file. */
  compareCells: {
    ask: { source: Source; recipe: Recipe; labels: LabelSource };
    answer: Omit<CellComparison, 'theirs'> & { readonly theirs: ShownLabels };
  };
  /**
   * Teaches the net that tells cells apart what the strokes of pictures have mended, and keeps it as a model of a person's own.
   * `tag` tells such models apart: small letters and digits; asked again, it takes the place of the one of that tag. `steps` where a
   * test asks for fewer. Background.
   */
  learnCells: {
    ask: {
      pictures: readonly { source: Source; recipe: Recipe }[];
      tag: string;
      title: string;
      steps?: number;
    };
    answer: {
      id: string;
      title: string;
      /** Cells that it learnt from, in so many seconds. */
      cells: number;
      seconds: number;
      /** Null where too little was mended to hold anything out. */
      score: HeldOutScore | null;
    };
  };
  /** The channels of a layer that answer strongest to what the recipe dreams on, the strongest first. Background. */
  channels: {
    ask: { source: Source; recipe: Recipe; layer: DreamLayer };
    answer: readonly ChannelAnswer[];
  };
  /** What a channel looks for, drawn by the network; `preview` replies on the way. RGBA, a square. Background. */
  portrait: { ask: { model: string; layer: DreamLayer; channel: number }; answer: Picture };
  /** A PNG of one pane, of the side-by-side sheet, or of the sheet of layers and steps, with recipe and model hash inside. */
  export: {
    ask: {
      source: Source;
      recipe: Recipe;
      what: Exported;
      format: 'png' | 'jpg';
      guide?: Source;
      labels?: LabelSource;
    };
    answer: { name: string; bytes: Uint8Array<ArrayBuffer> };
  };
  /**
   * The whole picture at its file's own pixels as an OME-TIFF in tiles or a PNG, whatever its size; as `render --tile` in a shell. It is written to
   * the place that a person has chosen, else it is the answer's blob. `kind` is what the picture was taken for. Background.
   */
  exportWhole: {
    ask: {
      source: Source;
      recipe: Recipe;
      stage: 'edges' | 'colour';
      format: 'tiff' | 'png';
      kind: PictureKind | null;
      place: FileSystemFileHandle | null;
    };
    answer: { blob: Blob | null };
  };
  /** PNGs of many pictures as a ZIP, each with its own recipe. Background. */
  exportAll: {
    ask: {
      wishes: readonly { source: Source; recipe: Recipe; labels?: LabelSource }[];
      what: Shows;
      guide?: Source;
    };
    answer: ExportedAll;
  };
  /** The formats that this browser makes a film of that size in. */
  filmFormats: { ask: { width: number; height: number }; answer: readonly FilmFormat[] };
  /** A film of the dream; `preview` replies show what goes in. Background. */
  film: {
    ask: { source: Source; recipe: Recipe; film: FilmSettings; guide?: Source; labels?: LabelSource };
    answer: FilmFile;
  };
  /** How near a model's colours come to those of these pictures; `evaluation` replies on the way. Background. */
  evaluate: { ask: { model: string; sources: readonly Source[] }; answer: Evaluation };
  /** Pairs of pictures, and of so many drawn dishes, as a ZIP. */
  dataSet: {
    ask: { pictures: Pictures; plan: PairsPlan };
    answer: { zip: Uint8Array<ArrayBuffer>; learnt: number; held: number };
  };
  /**
   * The training that can go on; null for none. `lasts` tells whether the browser keeps files beyond a reload,
   * `runsElsewhere` whether a training runs now: asked before any of this tab's, in another tab.
   */
  keptTraining: {
    ask: Record<never, never>;
    answer: { kept: KeptTraining | null; lasts: boolean; runsElsewhere: boolean };
  };
  /**
   * Background. Goes on with the kept training; with `begin`, one of that tag is begun first, unless it is the kept one.
   * The answer is the step that it has come to: less than all where it was paused. `run` names it for a pause.
   */
  train: {
    ask: { run: string; begin: { tag: string; settings: OwnSettings; pictures: Pictures } | null };
    answer: { step: number };
  };
  /** Stops that run of the training after its current step, with a checkpoint; another is not stopped. */
  pauseTraining: { ask: { run: string }; answer: Record<never, never> };
  discardTraining: { ask: Record<never, never>; answer: Record<never, never> };
  /** Puts what the kept training has come to on the shelf. */
  useTraining: { ask: Record<never, never>; answer: OwnManifest };
  /** A person's own models, as the shelf shows them. */
  ownModels: { ask: Record<never, never>; answer: readonly OwnModel[] };
  /** A model of a person's own as a ZIP of its folder; null for what the kept training has come to. */
  exportModel: { ask: { id: string | null }; answer: { name: string; zip: Uint8Array<ArrayBuffer> } };
  /** Puts a model from a ZIP of its folder on the shelf. */
  addModel: { ask: { name: string; blob: Blob }; answer: OwnManifest };
  removeModel: { ask: { id: string }; answer: Record<never, never> };
}

/** Which generated picture a lens looks at; the rest as `render`. */
export interface LensAsk {
  readonly source: Source;
  readonly recipe: Recipe;
  readonly stage: 'colour' | 'dream';
  readonly guide?: Source;
  readonly labels?: LabelSource;
}

/** What pairs are made of. */
export interface Pictures {
  readonly sources: readonly Source[];
  /** The first so many dishes of the data set. */
  readonly dishes: number;
}

export type TaskName = keyof Tasks;

export type JobRequest = {
  [T in TaskName]: {
    readonly type: T;
    readonly job: JobId;
    readonly ask: Tasks[T]['ask'];
    /** Gives way to jobs that are not. */
    readonly background: boolean;
  };
}[TaskName];

export type Request =
  | JobRequest
  | { readonly type: 'cancel'; readonly job: JobId }
  /** Are you there? A worker that is not stuck answers `pong` between two steps. */
  | { readonly type: 'ping' };

/** Worker to page. Every job ends in exactly one `result` or `error`; a cancelled one is an error with code `cancelled`. */
export type Reply =
  /** The job has its turn for the first time. */
  | { readonly type: 'begun'; readonly job: JobId }
  | { readonly type: 'progress'; readonly job: JobId; readonly progress: Progress }
  | { readonly type: 'picture'; readonly job: JobId; readonly shown: ShownPicture }
  /** A frame's picture is RGBA. */
  | { readonly type: 'dream'; readonly job: JobId; readonly event: DreamEvent }
  /** How far a single picture is; RGBA. */
  | { readonly type: 'preview'; readonly job: JobId; readonly picture: Picture }
  /** Its pictures are RGBA. */
  | { readonly type: 'training'; readonly job: JobId; readonly event: TrainingEvent }
  | { readonly type: 'evaluation'; readonly job: JobId; readonly event: EvaluationNews }
  | { readonly type: 'result'; readonly job: JobId; readonly answer: Tasks[TaskName]['answer'] }
  | {
      readonly type: 'error';
      readonly job: JobId;
      readonly code: ErrorCode;
      readonly sentence: string;
      readonly stack: string | undefined;
    }
  /** Not part of a job: the device was chosen, lost or rebuilt. */
  | { readonly type: 'device'; readonly device: DeviceInfo }
  | { readonly type: 'pong' };

/** An event of an evaluation as the page takes it: pictures RGBA, and why a file was left out as a sentence. */
export type EvaluationNews =
  | Exclude<EvaluationEvent, { type: 'left-out' }>
  | { readonly type: 'left-out'; readonly sentence: string };

/** A stage's picture, RGBA, for one canvas. */
export interface ShownPicture {
  readonly stage: ShownStage;
  readonly picture: Picture;
  readonly run: StageRun;
  /** Develop only, of a grey file: its own value at each pixel. */
  readonly raw?: Float32Array;
  /** Develop only: width of a pixel in micrometres, where the file says so. */
  readonly pixelUm?: number | null;
  /** Develop only: the upright file's size and the part that is worked on, in its own pixels. */
  readonly place?: Frame;
  /** Develop only, of stains: how the values of each channel are spread. */
  readonly levels?: readonly ChannelLevels[];
  /** Develop only: how the grey values are spread, and which became black and white. */
  readonly contrast?: ChannelLevels;
  /** Edges only: the thresholds that were used, on the scale of the recipe. */
  readonly thresholds?: { readonly low: number; readonly high: number };
  /** Cells only. */
  readonly cells?: ShownCells;
  /** Colours of single cells only: what they say; null where they only tell cells apart. */
  readonly legend?: Legend | null;
  /** Cells, colour and dream only: the model that made it, where one did. */
  readonly by?: Weights;
  /** Dream only: the step where structure brought back and structure invented balance, in words. */
  readonly best?: { readonly index: number; readonly sentence: string };
}
