#!/usr/bin/env node
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The `eosin` command: bundles the command line where that has not yet happened for these very sources, then runs it. */

const root = fileURLToPath(new URL('../../', import.meta.url));
const cache = join(root, 'node_modules/.cache/eosin');
const DAY_MS = 86_400_000;

/** Names the sources by what is in them, so that a bundle is never stale, whatever the clock or git did to the files. */
function fingerprint() {
  const sources = ['src/cli', 'src/engine'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((name) => `${folder}/${name}`)
      .filter((name) => /\.m?[tj]s$/.test(name) && !name.endsWith('.test.ts')),
  );
  const hash = createHash('sha256').update(process.version);
  for (const name of [...sources.sort(), 'package-lock.json']) {
    hash.update(`\0${name}\0`).update(readFileSync(join(root, name)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Bundles into a folder of its own and moves that into place whole, so that two commands at once do not disturb each other. */
async function bundle(folder) {
  process.stderr.write('Eosin: building the command line once...\n');
  const { build } = await import('vite');
  const made = join(cache, `new-${process.pid}`);
  mkdirSync(made, { recursive: true });
  for (const old of readdirSync(cache)) {
    const path = join(cache, old);
    if (Date.now() - statSync(path).mtimeMs > DAY_MS) rmSync(path, { recursive: true, force: true });
  }
  try {
    await build({
      root,
      configFile: false,
      logLevel: 'error',
      publicDir: false,
      build: { ssr: 'src/cli/main.ts', outDir: made, emptyOutDir: false, target: 'node20' },
    });
    renameSync(made, folder);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

const folder = join(cache, `cli-${fingerprint()}`);
if (!existsSync(folder)) await bundle(folder);
const { main } = await import(pathToFileURL(join(folder, 'main.js')).href);
process.exitCode = await main(process.argv.slice(2), root);
