import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { plain } from './table.mjs';

/** `node packed.mjs` in the folder that host.mjs packs: runs its bench, which needs Node 20 and nothing else, and prints the rows. */

const here = fileURLToPath(new URL('.', import.meta.url));
const dawn = join(here, 'dist', `${process.platform}-${process.arch}`, 'dawn.node');
if (!existsSync(dawn)) writeFileSync(dawn, gunzipSync(readFileSync(`${dawn}.gz`)));
Object.assign(process.env, { EOSIN_ROOT: here, EOSIN_ORT: join(here, 'ort.wasm.gz') });
const { bench } = await import('./gpu.js');
const rows = await bench();
if (process.send) process.send(rows, () => process.exit(0));
else {
  for (const line of plain(rows)) process.stdout.write(`${line}\n`);
  process.exit(0); // the peers keep the event loop alive
}
