import type { Picture } from '../picture.ts';

/** MP4 carries H.264, WebM VP9 or VP8, as the browser encodes them; a GIF is made here and has 256 colours a frame. */
export type FilmFormat = 'mp4' | 'webm' | 'gif';

export interface FilmPlan {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  /** Said in the file, for people and for programs. */
  readonly title: string;
  readonly comment: string;
  /** The same as an XMP packet, for scanners. */
  readonly xmp: string;
}

/** Takes one picture after the other and holds none of them. */
export interface FilmEncoder {
  /** @param picture RGB, of the plan's size. @param frames how long it stays. @throws StudioError `film`. */
  add(picture: Picture, frames: number): Promise<void>;
  /** Nothing may follow. */
  finish(): Promise<Uint8Array<ArrayBuffer>>;
  /** Frees what it holds, finished or not. */
  close(): Promise<void>;
}
