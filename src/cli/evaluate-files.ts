import { basename } from 'node:path';
import { type Evaluation, evaluateModel } from '../engine/evaluate.ts';
import type { Manifest } from '../engine/models/manifest.ts';
import type { Shelf } from '../engine/models/shelf.ts';
import { readPlanes } from './files.ts';
import { progressLine } from './progress.ts';
import { failure } from './verb.ts';

const WORDS = { reading: 'Reading', painting: 'Painting' } as const;

/** Measures a model over files; one that cannot be read is named on stderr and left out. */
export async function evaluateFiles(
  paths: readonly string[],
  manifest: Manifest,
  shelf: Shelf,
): Promise<Evaluation> {
  const line = progressLine(2 * paths.length); // each file twice
  const sources = paths.map((path) => ({
    name: basename(path),
    decode: () => readPlanes(path),
  }));
  const { signal } = new AbortController(); // Ctrl-C ends the process
  const measuring = evaluateModel(sources, manifest, shelf, signal);
  try {
    for (;;) {
      const step = await measuring.next();
      if (step.done) return step.value;
      const event = step.value;
      if (!event) continue;
      if (event.type === 'left-out') {
        line.clear();
        process.stderr.write(`eosin: ${failure(event.error)}\n`);
      } else if (event.type !== 'measured') {
        line.show(event.file, { stage: 'colour', words: WORDS[event.type], done: 0, of: 1 });
      }
    }
  } finally {
    line.clear();
  }
}
