/** The frames of one dream, to look back at. */
export interface Film {
  /** @param index from 1. */
  put(index: number, frame: ImageData): void;
  /** The frame of that step, or the nearest one that is kept. */
  nearest(index: number): ImageData | undefined;
  clear(): void;
}

/**
 * Keeps frames within a budget: where they outgrow it, every second one is let go, the first and the newest apart.
 *
 * @param budgetBytes of the pixels.
 */
export function createFilm(budgetBytes: number): Film {
  const frames = new Map<number, ImageData>();
  let bytes = 0;
  let stride = 1;

  const drop = (index: number) => {
    bytes -= frames.get(index)?.data.byteLength ?? 0;
    frames.delete(index);
  };
  const isKept = (index: number, newest: number) => index === newest || (index - 1) % stride === 0;

  return {
    put(index, frame) {
      drop(index);
      frames.set(index, frame);
      bytes += frame.data.byteLength;
      for (const one of [...frames.keys()]) if (!isKept(one, index)) drop(one);
      while (bytes > budgetBytes && frames.size > 2) {
        stride *= 2;
        for (const one of [...frames.keys()]) if (!isKept(one, index)) drop(one);
      }
    },
    nearest(index) {
      let best: number | undefined;
      for (const one of frames.keys()) {
        if (best === undefined || Math.abs(one - index) < Math.abs(best - index)) best = one;
      }
      return best === undefined ? undefined : frames.get(best);
    },
    clear() {
      frames.clear();
      bytes = 0;
      stride = 1;
    },
  };
}
