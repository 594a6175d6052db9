import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

/**
 * `npm run bench [-- canny generator] [--write]`: measures against peers in the same run, prints a table and writes
 * test/results/bench.json; with `--write` docs/bench.json too, from where the README quotes it.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));
const benches = { canny: 'benchCanny', generator: 'benchGenerator', training: 'benchTraining' };

const wrong = process.argv.slice(2).filter((word) => word !== '--write' && !(word in benches));
if (wrong.length > 0) {
  process.stderr.write(
    `There is no bench ${wrong.join(', ')}; there are ${Object.keys(benches).join(' and ')}.\n`,
  );
  process.exit(2);
}
const asked = process.argv.slice(2).filter((word) => word in benches);
const names = asked.length > 0 ? asked : Object.keys(benches);

/** Browsers bring the software driver for Dawn; it has to be in the environment before Dawn is loaded. */
const driver = ['/usr/lib/chromium', '/opt/google/chrome', '/opt/microsoft/msedge']
  .map((folder) => join(folder, 'vk_swiftshader_icd.json'))
  .find((file) => existsSync(file));
if (driver) process.env.VK_ICD_FILENAMES ??= driver;

/** Bundled, as the product is; a file that looks for its neighbours by `import.meta` still finds them where it lies. */
async function bundled(name) {
  const outDir = join(root, 'test/results/bench', name);
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
    build: { ssr: `test/bench/${name}.ts`, outDir, emptyOutDir: true, target: 'node20', minify: false },
  });
  return import(pathToFileURL(join(outDir, `${name}.js`)).href);
}

const rows = [];
for (const name of names) {
  const module = await bundled(name);
  rows.push(...(await module[benches[name]]()));
}

const ms = (value) => value.toFixed(value < 100 ? 1 : 0);
const heads = [
  'what',
  'px',
  'engine',
  'threads',
  'median ms',
  'min',
  'max',
  'ratio',
  'min',
  'max',
  'of',
  'runs',
];
const lines = rows.map(({ what, size, engine, threads, medianMs, minMs, maxMs, ratio, peer, runs }) =>
  [
    ...[what, size, engine, threads, ms(medianMs), ms(minMs), ms(maxMs)],
    ...(ratio ? [ratio.median, ratio.min, ratio.max].map((value) => value.toFixed(2)) : ['', '', '']),
    ...[peer ?? '', runs],
  ].map(String),
);
const widths = heads.map((head, i) => Math.max(head.length, ...lines.map((line) => line[i].length)));
for (const line of [heads, ...lines]) {
  const cells = line.map((cell, i) =>
    /^[\d.]*$/.test(lines[0]?.[i] ?? '') ? cell.padStart(widths[i]) : cell.padEnd(widths[i]),
  );
  process.stdout.write(`${cells.join('  ').trimEnd()}\n`);
}

const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
const json = `${JSON.stringify({ machine, rows }, null, 2)}\n`;
const targets = ['test/results/bench.json', ...(process.argv.includes('--write') ? ['docs/bench.json'] : [])];
for (const file of targets) {
  mkdirSync(join(root, file, '..'), { recursive: true });
  writeFileSync(join(root, file), json);
}
rmSync(join(root, 'test/results/bench'), { recursive: true, force: true });
process.exit(0); // opencv-js and onnxruntime-web keep the event loop alive
