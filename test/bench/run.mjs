import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provideBrowser } from '../browser.mjs';
import { cleanUp, inBrowser, inFolder, inNode } from './host.mjs';
import { markdown, plain } from './table.mjs';

/**
 * `npm run bench [-- canny generator cells dream preview hand start stack tiles size batch threads training inflate gpu] [--write]`: measures against peers in the same run, prints a table and writes
 * test/results/bench.json; with `--write` docs/bench.json and docs/BENCH.md too, where benches that did not run keep what
 * they had.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));
const say = (line) => process.stdout.write(`${line}\n`);

/** What each bench runs; a `.page.ts` in a browser, that of a GPU in a folder that can be taken to one, the others in Node. */
const benches = {
  canny: ['canny.ts'],
  generator: ['generator.ts', 'generator.page.ts'],
  cells: ['cells.ts'],
  dream: ['dream.ts'],
  preview: ['preview.ts'],
  hand: ['hand.ts'],
  start: ['start.ts'],
  stack: ['stack.ts'],
  tiles: ['tiles.ts'],
  size: ['size.ts'],
  batch: ['batch.ts'],
  threads: ['threads.page.ts'],
  training: ['training.ts'],
  inflate: ['inflate.ts', 'inflate.page.ts'],
  gpu: ['gpu.ts'],
};
const titles = {
  canny: 'Canny, against opencv-js (`@techstark/opencv-js`, WASM)',
  generator: 'The generator, against `onnxruntime-web`',
  cells: 'Single cells, from the grey picture to a label for each',
  dream: "A dream's gradient step, against a tfjs `LayersModel` and `tf.grad`",
  preview: 'A dream under the hand',
  hand: 'Drafts under the pen, and of a camera',
  start: 'From navigation to the first colours, a draft',
  stack: "A microscope's stack on the page",
  tiles: 'A dream of a picture that is cut into tiles',
  size: 'Edges and colours of large pictures, in tiles',
  batch: 'Batches in a shell',
  threads: 'Threads, against one',
  training: 'A training step, against PyTorch on one thread',
  inflate: "Inflate, against the platform's `DecompressionStream`",
  gpu: 'WebGPU through Dawn, on the adapter that is named',
};

const words = process.argv.slice(2);
const wrong = words.filter((word) => word !== '--write' && !(word in benches));
if (wrong.length > 0) {
  process.stderr.write(
    `There is no bench ${wrong.join(', ')}; there are ${Object.keys(benches).join(', ')}.\n`,
  );
  process.exit(2);
}
const asked = words.filter((word) => word in benches);
const names = asked.length > 0 ? asked : Object.keys(benches);

/** Browsers bring the software driver for Dawn; it has to be in the environment before Dawn is loaded. */
const driver = ['/usr/lib/chromium', '/opt/google/chrome', '/opt/microsoft/msedge']
  .map((folder) => join(folder, 'vk_swiftshader_icd.json'))
  .find((file) => existsSync(file));
if (driver && !existsSync('/dev/nvidia0') && !existsSync('/dev/dri/renderD128'))
  process.env.VK_ICD_FILENAMES ??= driver;

/** These drive a browser from Node. */
if (['preview', 'hand', 'start', 'stack'].some((name) => names.includes(name)))
  process.env.EOSIN_CHROME = await provideBrowser(say);

const machine = {
  date: new Date().toISOString().slice(0, 10),
  node: process.version,
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
};

const found = {};
for (const name of names) {
  const rows = [];
  for (const file of benches[name]) {
    const run = file === 'gpu.ts' ? inFolder : file.endsWith('.page.ts') ? inBrowser : inNode;
    rows.push(...(await run(file, say)));
  }
  say('');
  for (const line of plain(rows)) say(line);
  found[name] = { machine, rows };
}
cleanUp();

function write(file, text) {
  mkdirSync(join(root, file, '..'), { recursive: true });
  writeFileSync(join(root, file), text);
}
const json = (all) => `${JSON.stringify(all, null, 2)}\n`;

write('test/results/bench.json', json(found));
if (words.includes('--write')) {
  const file = 'docs/bench.json';
  const before = existsSync(join(root, file)) ? JSON.parse(readFileSync(join(root, file), 'utf8')) : {};
  const all = { ...before, ...found };
  write(file, json(all));
  const parts = Object.keys(benches)
    .filter((name) => name in all)
    .flatMap((name) => {
      const { date, node, cpu, cores } = all[name].machine;
      const where = `Measured ${date}, Node ${node}, ${cores} cores of ${cpu}, shared with other work.`;
      return ['', `## ${titles[name]}`, '', where, '', ...markdown(all[name].rows)];
    });
  write(
    'docs/BENCH.md',
    `# Speed

Written by \`npm run bench -- --write\`, which runs an engine and its peer in turns within the same rounds. A ratio below 1 is
faster than the peer; each is the median of its rounds, with the smallest and the largest. Work of one thread is timed by
what the processor spends on it, since others use the machine too; where a GPU, a browser or several threads work, by the clock on the
wall, and then only the order of magnitude holds. "SwiftShader" and "software" name a GPU that the processor imitates, some hundred times slower than
WASM; the studio never chooses one by itself. \`npm run bench -- gpu\` packs its part into \`test/results/gpu\`, 52 MB that a machine with a card runs by
\`node packed.mjs\`, without a network or anything else.
${parts.join('\n')}
`,
  );
}
