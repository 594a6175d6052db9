import { useSyncExternalStore } from 'react';
import type { Picture } from '../engine/picture.ts';
import type { ShownStage } from '../state/jobs.ts';
import type { Screen } from '../state/rendering.ts';
import { useDesk } from './desk.ts';

/** The pictures on screen, outside the store: one for each pane, and the tray's thumbnails by the picture's id. */
export interface Pictures extends Screen {
  get(stage: ShownStage): ImageData | undefined;
  /** The file's own values at the pixels of `develop`, where they are deeper than 8 bits. */
  raw(): Float32Array | undefined;
  putThumbnail(id: string, picture: Picture): void;
  thumbnail(id: string): ImageData | undefined;
  dropThumbnail(id: string): void;
  subscribe(listener: () => void): () => void;
}

/** @param picture RGBA; its bytes are used as they lie. */
export const toImageData = ({ width, height, data }: Picture) =>
  new ImageData(new Uint8ClampedArray(data.buffer, data.byteOffset, data.length), width, height);

export function createPictures(): Pictures {
  const stages = new Map<ShownStage, ImageData>();
  let raw: Float32Array | undefined;
  const thumbnails = new Map<string, ImageData>();
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return {
    get: (stage) => stages.get(stage),
    raw: () => raw,
    show({ stage, picture, raw: values }) {
      stages.set(stage, toImageData(picture));
      if (stage === 'develop') raw = values;
      tell();
    },
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
    dropThumbnail: (id) => thumbnails.delete(id),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function usePicture(stage: ShownStage): ImageData | undefined {
  const { pictures } = useDesk();
  return useSyncExternalStore(pictures.subscribe, () => pictures.get(stage));
}

export function useThumbnail(id: string): ImageData | undefined {
  const { pictures } = useDesk();
  return useSyncExternalStore(pictures.subscribe, () => pictures.thumbnail(id));
}
