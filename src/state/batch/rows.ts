import { MANIFEST, manifestText, type Row } from '../../engine/batch/manifest.ts';
import { aboutSeconds } from '../dream.ts';

/** A picture of a batch, as its row shows it. */
export interface BatchRow {
  readonly name: string;
  readonly state: 'waiting' | 'working' | 'finished' | 'failed';
  /** That it took; null before it is finished. */
  readonly seconds: number | null;
  /** Null where none were looked for. */
  readonly cells: number | null;
  /** The share of its painted edges that are invented, 0..1; null where it was not measured. */
  readonly invented: number | null;
  /** What went wrong; of one that is finished, what is odd about it. */
  readonly sentence: string | null;
  /** Its line in the manifest, once it is finished. */
  readonly line: Row | null;
}

export const waitingRow = (name: string): BatchRow => ({
  name,
  state: 'waiting',
  seconds: null,
  cells: null,
  invented: null,
  sentence: null,
  line: null,
});

export const failedRow = (name: string, sentence: string): BatchRow => ({
  ...waitingRow(name),
  state: 'failed',
  sentence,
});

const numberIn = (text: string) => (text === '' ? null : Number(text));

/** @param warning what a person must know of it though it was read; null for nothing. */
export const finishedRow = (line: Row, invented: number | null, warning: string | null = null): BatchRow => ({
  ...waitingRow(line.source),
  state: 'finished',
  seconds: numberIn(line.seconds),
  cells: numberIn(line.cells),
  invented,
  sentence: warning,
  line,
});

/** How many rows are in each state. */
export function counted(rows: readonly BatchRow[]): Readonly<Record<BatchRow['state'], number>> {
  const counts = { waiting: 0, working: 0, finished: 0, failed: 0 };
  for (const { state } of rows) counts[state]++;
  return counts;
}

/** As "about 25 s", "about 12 min", "about 3 h". */
export const aboutTime = (seconds: number): string =>
  seconds < 90
    ? aboutSeconds(seconds)
    : seconds < 5400
      ? `about ${Math.round(seconds / 60)} min`
      : `about ${Math.round(seconds / 3600)} h`;

/** How far a batch is. @param pace seconds that a picture takes; null before any. */
export function progressWords(rows: readonly BatchRow[], pace: number | null): string {
  const { waiting, working, finished, failed } = counted(rows);
  const done = `${finished + failed} of ${rows.length}`;
  const bad = failed > 0 ? `, ${failed} failed` : '';
  const left = waiting + working;
  return pace === null || left === 0 ? done + bad : `${done}${bad}, ${aboutTime(pace * left)} left`;
}

/** What stands at the end. @param where the manifest is to be found. */
export function endWords(rows: readonly BatchRow[], where: string): string {
  const { finished, failed, waiting } = counted(rows);
  const bad = failed > 0 ? `, ${failed} failed` : '';
  const left = waiting > 0 ? `, ${waiting} not begun` : '';
  return `${finished} of ${rows.length} pictures are finished${bad}${left}. ${MANIFEST} in ${where} lists them.`;
}

/**
 * The manifest of a batch, as the shell writes it: a row for each picture, bad ones too.
 *
 * @param others rows of pictures that are not of this batch, from an earlier one into the same folder.
 */
export function manifestOf(rows: readonly BatchRow[], others: readonly Row[]): string {
  const own = rows.map(({ name, state, sentence, line }): Row => {
    const unfinished: Row = {
      source: name,
      sourceSha256: '',
      recipeSha256: '',
      models: '',
      result: '',
      resultSha256: '',
      cells: '',
      seconds: '',
      state: state === 'failed' ? 'failed' : 'waiting',
      error: sentence ?? '',
    };
    return line ?? unfinished;
  });
  return manifestText([...others, ...own]);
}
