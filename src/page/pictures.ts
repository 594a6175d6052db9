import type { Picture } from '../engine/picture.ts';
import type { ShownStage } from '../engine/stages/shown.ts';
import type { Screen } from '../state/rendering.ts';
import { createFilm } from './film.ts';

/** The pictures on screen, outside the store: one for each pane, and the tray's thumbnails by the picture's id. */
export interface Pictures extends Screen {
  get(stage: ShownStage): ImageData | undefined;
  /** The dream after that step, from 1, or the nearest one that is kept. */
  frame(index: number): ImageData | undefined;
  /** The file's own values at the pixels of `develop`, where it is grey. */
  raw(): Float32Array | undefined;
  putThumbnail(id: string, picture: Picture): void;
  thumbnail(id: string): ImageData | undefined;
  subscribe(listener: () => void): () => void;
}

/** @param picture RGBA; its bytes are used as they lie. */
export const toImageData = ({ width, height, data }: Picture) =>
  new ImageData(new Uint8ClampedArray(data.buffer, data.byteOffset, data.length), width, height);

/** A dream of 256 px keeps some 240 frames, one of 1024 px some 15. */
const FILM_BYTES = 64 * 2 ** 20;

export function createPictures(): Pictures {
  const film = createFilm(FILM_BYTES);
  const stages = new Map<ShownStage, ImageData>();
  let raw: Float32Array | undefined;
  const thumbnails = new Map<string, ImageData>();
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return {
    get: (stage) => stages.get(stage),
    frame: film.nearest,
    raw: () => raw,
    show({ stage, picture, raw: values }) {
      stages.set(stage, toImageData(picture));
      if (stage === 'develop') raw = values;
      tell();
    },
    film(picture, index) {
      const image = toImageData(picture);
      stages.set('dream', image);
      if (index !== null) film.put(index, image);
      tell();
    },
    cutFilm: film.clear,
    clear(stage) {
      if (stage) stages.delete(stage);
      else stages.clear();
      tell();
    },
    putThumbnail(id, picture) {
      thumbnails.set(id, toImageData(picture));
      tell();
    },
    thumbnail: (id) => thumbnails.get(id),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
