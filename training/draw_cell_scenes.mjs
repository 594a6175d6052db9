// Draws scenes of src/engine/samples with a label for every cell, for cells_data.py:
//   node draw_cell_scenes.mjs OUT [SMEARS=160] [NUCLEI=100]
// writes OUT/{smear,nuclei}_{pictures,labels}.npy: 512 x 512, RGB of 8 bits or grey of 16, labels of 16. Seeds are 1000 and on.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const FIRST_SEED = 1000;
const [out, smears = '160', nuclei = '100'] = process.argv.slice(2);
if (!out) {
  console.error('draw_cell_scenes.mjs: name a folder to write to.');
  process.exit(2);
}
mkdirSync(out, { recursive: true });
const truth = join(dirname(fileURLToPath(import.meta.url)), '../src/engine/samples/truth.ts');
const code = resolve(out, 'code');
await build({ configFile: false, logLevel: 'error', build: { ssr: truth, outDir: code, emptyOutDir: true } });
const { drawSceneWithCells } = await import(join(code, 'truth.js'));

/** A file of numpy's format 1.0. @param type '|u1' or '<u2' */
function writeNpy(file, type, shape, bytes) {
  const head = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const padded = `${head.padEnd(Math.ceil((head.length + 11) / 64) * 64 - 11)}\n`;
  const start = Buffer.from(`\x93NUMPY\x01\x00\x00\x00${padded}`, 'latin1');
  start.writeUInt16LE(padded.length, 8);
  writeFileSync(file, Buffer.concat([start, ...bytes]));
}

const bytesOf = (a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength);
for (const [scene, count] of [
  ['smear', Number(smears)],
  ['nuclei', Number(nuclei)],
]) {
  const pictures = [];
  const labels = [];
  for (let n = 0; n < count; n++) {
    const drawn = drawSceneWithCells(scene, FIRST_SEED + n);
    const { channels, width, height } = drawn.planes;
    if (channels.length === 1) pictures.push(bytesOf(channels[0].samples));
    else {
      const rgb = new Uint8Array(width * height * 3);
      for (const [c, { samples }] of channels.entries()) {
        for (let i = 0; i < samples.length; i++) rgb[i * 3 + c] = samples[i];
      }
      pictures.push(bytesOf(rgb));
    }
    labels.push(bytesOf(drawn.labels));
    if (n % 20 === 0) console.error(`${scene} ${n} of ${count}`);
  }
  const shape = [count, 512, 512];
  writeNpy(
    join(out, `${scene}_pictures.npy`),
    scene === 'smear' ? '|u1' : '<u2',
    scene === 'smear' ? [...shape, 3] : shape,
    pictures,
  );
  writeNpy(join(out, `${scene}_labels.npy`), '<u2', shape, labels);
}
