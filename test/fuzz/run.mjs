import { fork } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

/**
 * `npm run fuzz [-- FILES [SEED]]`: makes so many faulty files of the fixtures (10,000 by default), always the same for a seed,
 * and reads them in a process of their own: no crash, none longer than 10 s, none that grows by 1 GB, and every
 * refusal a sentence. Exit status 1 where one failed; its number goes with the seed to find it again.
 */

const MAX_MS = 10_000;
const root = fileURLToPath(new URL('../../', import.meta.url));
const [files = 10_000, seed = 1] = process.argv.slice(2).map(Number);

const outDir = join(root, 'test/results/fuzz');
await build({
  root,
  configFile: false,
  logLevel: 'error',
  publicDir: false,
  plugins: [
    {
      name: 'keep-import-meta-url',
      transform: (code, id) => code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)),
    },
  ],
  build: { ssr: 'test/fuzz/child.ts', outDir, emptyOutDir: true, target: 'node20', minify: false },
});
const entry = join(outDir, 'start.mjs');
mkdirSync(outDir, { recursive: true });
writeFileSync(
  entry,
  `import { run } from './child.js';\nawait run(...process.argv.slice(2).map(Number));\nprocess.exit(0);\n`,
);

const kinds = new Map();
const failed = [];
let slowest = 0;
let largest = 0;

/** Reads from a number on until all are read, or one ends the process. @returns the next number. */
function readFrom(from) {
  return new Promise((resolve) => {
    const child = fork(entry, [seed, from, files].map(String));
    let current = from;
    let since = performance.now() + 60_000; // the seeds are made first
    const watch = setInterval(() => {
      if (performance.now() - since < MAX_MS) return;
      failed.push({ number: current, fault: `took more than ${MAX_MS / 1000} s` });
      child.kill('SIGKILL');
    }, 250);
    let isOver = false;
    child.on('message', ({ begun, ended, name, fault, growth }) => {
      if (begun !== undefined) {
        current = begun;
        since = performance.now();
        return;
      }
      const took = performance.now() - since;
      slowest = Math.max(slowest, took);
      largest = Math.max(largest, growth);
      const kind = name.split('.').at(-1);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      if (fault !== null) failed.push({ number: ended, name, fault });
      if (ended + 1 === files) isOver = true;
      if (ended % 1000 === 999) process.stdout.write(`${ended + 1} files\n`);
      since = performance.now();
    });
    child.on('exit', (status, signal) => {
      clearInterval(watch);
      if (!isOver && signal !== 'SIGKILL')
        failed.push({ number: current, fault: `ended the process (${status ?? signal})` });
      resolve(isOver ? files : current + 1);
    });
  });
}

for (let next = 0; next < files; ) next = await readFrom(next);
rmSync(outDir, { recursive: true, force: true });

for (const { number, name, fault } of failed)
  process.stdout.write(`FAILED  file ${number} (${name ?? '?'}): ${fault}\n`);
const counts = [...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ');
process.stdout.write(
  `${files} files of seed ${seed} (${counts}): ${failed.length} failed; the slowest took ${Math.round(slowest)} ms, the largest growth was ${Math.round(largest / 1e6)} MB\n`,
);
process.exitCode = failed.length > 0 ? 1 : 0;
