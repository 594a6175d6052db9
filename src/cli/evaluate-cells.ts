import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { createCache } from '../engine/cache.ts';
import { labelsOfFile } from '../engine/cells/label-file.ts';
import { cellsOf } from '../engine/cells-of.ts';
import {
  type CellAgreement,
  type CellFigures,
  cellAgreement,
  cellFigures,
} from '../engine/metrics/cell-agreement.ts';
import type { Recipe } from '../engine/recipe.ts';
import type { RenderContext } from '../engine/render.ts';
import { decode } from '../engine/stages/decode.ts';
import { now } from './device.ts';
import { readPicture } from './file-bytes.ts';
import { filesIn } from './files.ts';
import { progressLine } from './progress.ts';
import { sourceOnDisk } from './source-on-disk.ts';
import { failure, WrongUse } from './verb.ts';

/** A picture, its cells by hand, and the set that it counts for. */
export interface LabelledPicture {
  readonly picture: string;
  readonly labels: string;
  readonly set: string;
}

/** What ends the name of a label map without its extension. */
const LABELS = '_labels';

/** The fields of a line of a CSV (RFC 4180) without line breaks inside them. */
const fieldsOf = (line: string) =>
  Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) =>
    (quoted?.replaceAll('""', '"') ?? plain ?? '').trim(),
  );

/** @throws WrongUse where the table lacks a column. */
function listed(folder: string, text: string, splits: readonly string[]): LabelledPicture[] {
  const [head = '', ...lines] = text.trim().split(/\r?\n/);
  const names = fieldsOf(head);
  const columns = ['file', 'labels', 'kind', 'split'].map((name) => names.indexOf(name));
  if (columns.includes(-1)) {
    throw new WrongUse(`${join(folder, 'index.csv')} must have the columns file, labels, kind and split.`);
  }
  return lines.flatMap((line) => {
    const fields = fieldsOf(line);
    const [file = '', labels = '', kind = '', split = ''] = columns.map((column) => fields[column]);
    if (!splits.includes(split)) return [];
    return [{ picture: join(folder, file), labels: join(folder, labels), set: `${split}, ${kind}` }];
  });
}

/**
 * The pictures of a folder that have label maps: those that its `index.csv` lists for some splits (columns file, labels, kind,
 * split), or without one every picture `NAME.*` beside a `NAME_labels.png` or `.tif`.
 *
 * @throws WrongUse where there is none.
 */
export async function labelledPictures(
  folder: string,
  splits: readonly string[],
): Promise<LabelledPicture[]> {
  const index = join(folder, 'index.csv');
  const files = await filesIn(folder);
  const stem = (path: string) => basename(path, extname(path));
  const maps = new Map(
    files
      .filter((path) => stem(path).endsWith(LABELS))
      .map((path) => [stem(path).slice(0, -LABELS.length), path]),
  );
  const found = existsSync(index)
    ? listed(folder, await readFile(index, 'utf8'), splits)
    : files.flatMap((picture) => {
        const labels = maps.get(stem(picture));
        return labels ? [{ picture, labels, set: 'all' }] : [];
      });
  if (found.length > 0) return found;
  throw new WrongUse(
    `The folder ${folder} has no pictures with label maps (NAME_labels.png) of ${splits.join(', ')}.`,
  );
}

/** How the cells of one picture fit. */
interface Judged {
  readonly picture: string;
  readonly set: string;
  readonly agreement: CellAgreement;
}

export interface CellEvaluation {
  readonly sha256: string | null;
  readonly sets: Readonly<
    Record<string, CellFigures & { readonly pictures: number; readonly cells: number }>
  >;
  readonly files: readonly Judged[];
  readonly failed: readonly string[];
}

/** Finds the cells of pictures at their own size and judges them by label maps; what cannot be read is named on stderr. */
export async function evaluateCells(
  pictures: readonly LabelledPicture[],
  recipe: Recipe,
  { device, shelf }: Pick<RenderContext, 'device' | 'shelf'>,
): Promise<CellEvaluation> {
  const { signal } = new AbortController(); // Ctrl-C ends the process
  const line = progressLine(pictures.length);
  const files: Judged[] = [];
  const failed: string[] = [];
  let sha256: string | null = null;
  for (const { picture, labels, set } of pictures) {
    try {
      const context: RenderContext = { device, shelf, cache: createCache(0), now };
      const source = sourceOnDisk(picture);
      const steps = cellsOf(source, recipe, context, signal, { whole: true });
      let step = await steps.next();
      for (; !step.done; step = await steps.next()) line.show(picture, step.value.progress);
      const { told } = step.value;
      sha256 = told.by?.sha256 ?? sha256;
      const file = {
        id: labels,
        name: labels,
        read: () => readPicture(labels),
        decode: (bytes: Uint8Array<ArrayBuffer>) => decode(labels, bytes),
      };
      const there = await labelsOfFile(file, told.found.frame, told.found.labels);
      files.push({ picture, set, agreement: cellAgreement(there, told.found.labels) });
    } catch (error) {
      line.clear();
      process.stderr.write(`eosin: ${failure(error)}\n`);
      failed.push(picture);
    }
  }
  line.clear();
  const names = [...new Set(files.map(({ set }) => set))];
  const sets = names.map((name) => {
    const agreements = files.filter(({ set }) => set === name).map(({ agreement }) => agreement);
    const cells = agreements.reduce((sum, { there }) => sum + there, 0);
    return [name, { ...cellFigures(agreements), pictures: agreements.length, cells }] as const;
  });
  return { sha256, sets: Object.fromEntries(sets), files, failed };
}

/** For a program. */
export function cellsAsJson(
  { sets, files, failed, sha256 }: CellEvaluation,
  model: string,
  data: string,
): string {
  const each = files.map(({ picture, set, agreement: { there, found, matches, aji } }) => ({
    file: basename(picture),
    set,
    there,
    found,
    matched: matches.length,
    aji,
  }));
  return JSON.stringify({ model, sha256, data, sets, files: each, failed });
}

/** Characters of a column. */
const COLUMN = 13;

/** For a person. */
export function cellsAsTable({ sets }: CellEvaluation): string {
  const width = Math.max(...Object.keys(sets).map((name) => name.length), 3);
  const head = ['set'.padEnd(width), 'pictures', 'cells', 'AP50', 'F1', 'PQ', 'AJI', 'count error'];
  const rows = Object.entries(sets).map(([name, figures]) => {
    const { pictures, cells, ap50, f1, pq, aji, countError } = figures;
    const numbers = [ap50, f1, pq, aji, countError].map((value) => value.toFixed(3));
    return [name.padEnd(width), `${pictures}`, `${cells}`, ...numbers];
  });
  return [head, ...rows]
    .map((cells) => cells.map((cell, i) => (i === 0 ? cell : cell.padStart(COLUMN))).join(''))
    .join('\n');
}
