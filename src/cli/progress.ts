import type { Progress } from '../engine/render-event.ts';

/** One line on stderr that is written over; nothing at all where stderr is no terminal. */
export interface ProgressLine {
  show(file: string, progress: Progress): void;
  /** Takes the line away, so that something else can be written. */
  clear(): void;
}

/** @param of how many files there are in all. */
export function progressLine(of: number, stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  const files: string[] = [];
  let shown = '';
  return {
    show(file, { words, done, of: parts }) {
      if (!stream.isTTY) return;
      if (files.at(-1) !== file) files.push(file);
      const share = done > 0 && parts > 1 ? ` ${Math.floor((100 * done) / parts)} %` : '';
      const line = `${files.length}/${of} ${file}: ${words}${share}`.slice(0, stream.columns - 1);
      if (line === shown) return;
      shown = line;
      stream.write(`\r${line}\x1b[K`);
    },
    clear() {
      if (shown) stream.write('\r\x1b[K');
      shown = '';
    },
  };
}
