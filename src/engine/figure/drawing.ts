import type { Picture } from '../picture.ts';

/** 0..255 each. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A picture brought to a place, its pixels as they are. */
export interface ImageCommand {
  readonly kind: 'image';
  /** Names it in the file: `a`, or `a-inset-1`. */
  readonly name: string;
  readonly picture: Picture;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface RectCommand {
  readonly kind: 'rect';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** None: only the border. */
  readonly fill: Colour | null;
  /** Of the fill, 0..1. */
  readonly opacity: number;
  /** Drawn half inside and half outside of the edge. */
  readonly border: { readonly colour: Colour; readonly width: number } | null;
  /** What it stands for, where that is worth a name in the file: `scale-bar`. */
  readonly name?: string;
}

/** One line of Helvetica. */
export interface TextCommand {
  readonly kind: 'text';
  readonly text: string;
  /** Where the text begins. */
  readonly x: number;
  /** The line that its letters stand on. */
  readonly baseline: number;
  readonly sizePt: number;
  readonly isBold: boolean;
  readonly colour: Colour;
}

export type Command = ImageCommand | RectCommand | TextCommand;

/** A figure as it is drawn, from back to front. All lengths are in millimetres from the top left corner. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly commands: readonly Command[];
}

/** A point (1/72 inch) in millimetres. */
export const MM_PER_PT = 25.4 / 72;
