// Trains what guesses a picture's kind (src/engine/models/kind-of-picture.json) and measures it on pictures that it never saw:
//   node kind_of_picture.mjs DATA PHOTOS [OUT]
// DATA holds cells/, nuclei/ and single-cells/ with their index.csv; PHOTOS is a folder of ordinary photographs (JPEG or PNG), found
// at any depth. OUT (../src/engine/models/kind-of-picture.json) receives the weights; the table of what was taken for what goes to stdout.
// Dishes, further smears and flat fields are drawn. Every picture enters the statistics as the page would develop it, at 128 px.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const STEPS = 6000;
const RATE = 3e-3;
const DECAY = 2e-3;
const HIDDEN = 20;
const [
  data,
  photos,
  out = fileURLToPath(new URL('../src/engine/models/kind-of-picture.json', import.meta.url)),
] = process.argv.slice(2);
if (!photos) {
  console.error('kind_of_picture.mjs: name the folders DATA and PHOTOS.');
  process.exit(2);
}
const engine = (path) => fileURLToPath(new URL(`../src/engine/${path}.ts`, import.meta.url));
const cache = fileURLToPath(new URL('../node_modules/.cache/', import.meta.url)); // packages are found from there
mkdirSync(cache, { recursive: true });
const code = mkdtempSync(join(cache, 'kinds-'));
await build({
  configFile: false,
  logLevel: 'error',
  publicDir: false,
  build: {
    ssr: true,
    outDir: code,
    rollupOptions: {
      input: Object.fromEntries(
        [
          'stages/decode',
          'stages/develop',
          'metrics/picture-statistics',
          'models/kind-of-picture',
          'models/picture-kinds',
          'samples/draw',
          'petri/dish',
          'random',
          'picture',
        ].map((path) => [path.replace('/', '-'), engine(path)]),
      ),
      output: { entryFileNames: '[name].js' },
    },
  },
});
const load = (name) => import(join(code, `${name}.js`));
const { decode } = await load('stages-decode');
const { develop } = await load('stages-develop');
const { look: LOOK } = await load('models-kind-of-picture');
const { pictureKinds: kinds } = await load('models-picture-kinds');
const { pictureStatistics } = await load('metrics-picture-statistics');
const { drawScene } = await load('samples-draw');
const { drawDish } = await load('petri-dish');
const { randomFrom } = await load('random');
const { planesOf } = await load('picture');

const random = randomFrom(20261129);
const between = (low, high) => low + random() * (high - low);
const rows = (file) => {
  const [head, ...lines] = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) =>
      line.match(/("[^"]*"|[^,]*)(,|$)/g).map((field) => field.replace(/,$/, '').replace(/^"|"$/g, '')),
    );
  return lines.map((line) => Object.fromEntries(head.map((name, i) => [name, line[i]])));
};
const read = (path) => decode(path, new Uint8Array(readFileSync(path)));

/** A part of the planes, at least as large as `least` of the shorter side. */
function cut(planes, least) {
  const side = Math.max(24, Math.round(Math.min(planes.width, planes.height) * between(least, 1)));
  const [x0, y0] = [
    Math.floor(between(0, planes.width - side + 1)),
    Math.floor(between(0, planes.height - side + 1)),
  ];
  const part = (samples) => {
    const made = new samples.constructor(side * side);
    for (let y = 0; y < side; y++)
      made.set(samples.subarray((y0 + y) * planes.width + x0, (y0 + y) * planes.width + x0 + side), y * side);
    return made;
  };
  return {
    ...planes,
    width: side,
    height: side,
    orientation: 1,
    channels: planes.channels.map((one) => ({ ...one, samples: part(one.samples) })),
  };
}

/** Bytes of RGB, each channel by a function of all three. */
function recoloured(planes, change) {
  const [r, g, b] = [0, 1, 2].map((c) => planes.channels[c]?.samples ?? planes.channels[0].samples);
  const made = [0, 1, 2].map(() => new Uint8Array(r.length));
  for (let i = 0; i < r.length; i++) {
    const colour = change(r[i], g[i], b[i], i);
    for (let c = 0; c < 3; c++) made[c][i] = Math.min(255, Math.max(0, Math.round(colour[c])));
  }
  return {
    ...planes,
    channels: made.map((samples) => ({ samples })),
    bitDepth: 8,
    sampleFormat: 'uint',
    photometric: { kind: 'rgb' },
  };
}
/** Other light and another stain: gains, a power, and a little of each channel in the others. */
function otherLight(planes, much) {
  const gain = [0, 1, 2].map(() => between(1 - much, 1 + much));
  const power = Math.exp(between(-much, much));
  const mix = between(0, much / 2);
  return recoloured(planes, (...rgb) =>
    rgb
      .slice(0, 3)
      .map((value, c) => gain[c] * ((1 - mix) * 255 * (value / 255) ** power + mix * rgb[(c + 1) % 3])),
  );
}
/** Grey fluorescence as people save it: in the colour of its dye, or two or three dyes over one another. */
function dyed(planes, other) {
  const first = [random(), random(), random()];
  const most = Math.max(...first);
  const second = [random(), random(), random()];
  const b = other?.channels[0].samples;
  const top = (samples) =>
    Math.max(
      1,
      samples.reduce((high, value) => Math.max(high, value), 0),
    );
  const [full, otherFull] = [top(planes.channels[0].samples), b ? top(b) : 1];
  return recoloured(planes, (grey, _g, _b, i) =>
    first.map(
      (share, c) =>
        255 * ((share / most) * (grey / full) + (b && i < b.length ? second[c] * (b[i] / otherFull) : 0)),
    ),
  );
}
/** Nothing to see: one level, noise, shading, dust. */
function flat() {
  const [width, height] = [Math.round(between(48, 256)), Math.round(between(48, 256))];
  const level = [between(0, 255), between(0, 255), between(0, 255)];
  const isGrey = random() < 0.6;
  const noise = random() < 0.3 ? 0 : between(0, 12);
  const slope = random() < 0.4 ? 0 : between(0, 60);
  const [cx, cy, bend] = [between(-1, 1), between(-1, 1), between(-1, 1)];
  const made = [0, 1, 2].map(() => new Uint8Array(width * height));
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [(2 * (i % width)) / width - 1, (2 * Math.floor(i / width)) / height - 1];
    const shade = slope * (cx * x + cy * y + bend * (x * x + y * y)) * 0.5;
    const grain = noise * (random() + random() + random() - 1.5);
    for (let c = 0; c < 3; c++)
      made[c][i] = Math.min(
        255,
        Math.max(
          0,
          (isGrey ? level[0] : level[c]) +
            shade +
            (isGrey ? grain : noise * (random() + random() + random() - 1.5)),
        ),
      );
  }
  for (let dust = 0; dust < (random() < 0.3 ? 3 : 0); dust++) {
    const at = Math.floor(random() * width * height);
    for (const one of made) one[at] = 255 * Math.round(random());
  }
  const grey = isGrey && random() < 0.7;
  return {
    width,
    height,
    channels: (grey ? made.slice(0, 1) : made).map((samples) => ({ samples })),
    bitDepth: 8,
    sampleFormat: 'uint',
    photometric: { kind: grey ? 'grey' : 'rgb' },
    orientation: 1,
    pixelSizeUm: null,
    planes: 1,
  };
}

const examples = { train: [], test: [] };
const add = (split, kind, planes, name) => {
  const statistics = pictureStatistics(develop(planes, LOOK).rgb);
  if (!statistics.every(Number.isFinite)) throw new Error(`${name}: a statistic is no number`);
  examples[split].push({ kind: kinds.indexOf(kind), statistics, name });
};
const splitOf = (split) => (split === 'train' ? 'train' : 'test');
const fluorescent = [];
for (const row of rows(join(data, 'single-cells/index.csv'))) {
  const planes = await read(join(data, 'single-cells', row.file));
  const split = splitOf(row.split);
  add(split, row.kind, planes, row.file);
  if (split === 'train') {
    if (row.kind === 'fluorescence') {
      fluorescent.push(planes);
      add(
        split,
        row.kind,
        dyed(planes, random() < 0.5 ? fluorescent[Math.floor(random() * fluorescent.length)] : null),
        row.file,
      );
    } else
      for (let n = 0; n < 4; n++) add(split, row.kind, cut(otherLight(planes, n ? 0.2 : 0), 0.5), row.file);
  } else if (row.kind === 'fluorescence' && random() < 0.5)
    add(split, row.kind, dyed(planes, null), `${row.file}, dyed`);
}
for (const row of rows(join(data, 'nuclei/index.csv'))) {
  if (row.split === 'train') continue; // its training pictures are among those of single-cells
  const kind = row.kind.startsWith('tissue') ? 'tissue' : 'fluorescence';
  add('test', kind, await read(join(data, 'nuclei', row.file)), row.file);
}
for (const row of rows(join(data, 'cells/index.csv'))) {
  const planes = await read(join(data, 'cells', row.file));
  add(splitOf(row.split), 'smear', planes, row.file);
  if (row.split === 'train')
    for (let n = 0; n < 3; n++) add('train', 'smear', cut(otherLight(planes, 0.15), 0.5), row.file);
}
for (let seed = 1; seed <= 200; seed++) {
  const split = seed <= 160 ? 'train' : 'test';
  if (seed % 2) add(split, 'smear', cut(drawScene('smear', seed), 0.4), `drawn smear ${seed}`);
  if (seed % 4 === 0) add(split, 'fluorescence', cut(drawScene('nuclei', seed), 0.4), `drawn nuclei ${seed}`);
  const dish = planesOf(drawDish(seed * 7919, 160));
  add(split, 'dish', dish, `dish ${seed}`);
  if (split === 'train')
    for (let n = 0; n < 2; n++) add(split, 'dish', otherLight(dish, 0.15), `dish ${seed}`);
}
for (let n = 0; n < 500; n++) add(n < 400 ? 'train' : 'test', 'flat', flat(), `flat ${n}`);
const names = readdirSync(photos, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(jpe?g|png)$/i.test(name))
  .sort();
for (const name of names) {
  let planes;
  try {
    planes = await read(join(photos, name));
  } catch {
    continue; // too large, or of a kind that is not read
  }
  // A photograph is on one side, whatever is cut from it.
  const split = createHash('sha256').update(name).digest()[0] < 64 ? 'test' : 'train';
  add(split, 'photograph', planes, name);
  for (let n = 0; n < (split === 'train' ? 6 : 2); n++)
    add(split, 'photograph', cut(otherLight(planes, split === 'train' ? 0.2 : 0), 0.35), name);
}

const inputs = examples.train[0].statistics.length;
const mean = Array.from(
  { length: inputs },
  (_, i) => examples.train.reduce((sum, one) => sum + one.statistics[i], 0) / examples.train.length,
);
const scale = mean.map(
  (m, i) =>
    1 /
    (Math.sqrt(
      examples.train.reduce((sum, one) => sum + (one.statistics[i] - m) ** 2, 0) / examples.train.length,
    ) +
      1e-6),
);
const standard = (statistics) =>
  statistics.map((value, i) => Math.max(-4, Math.min(4, (value - mean[i]) * scale[i])));

const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const parts = {
  first: inputs * HIDDEN,
  firstBias: HIDDEN,
  second: HIDDEN * kinds.length,
  secondBias: kinds.length,
};
const weights = Object.fromEntries(
  Object.entries(parts).map(([name, count]) => [
    name,
    Float64Array.from({ length: count }, () =>
      name.endsWith('Bias') ? 0 : normal() / Math.sqrt(name === 'first' ? inputs : HIDDEN),
    ),
  ]),
);
function guess(w, x) {
  const hidden = Array.from({ length: HIDDEN }, (_, h) =>
    Math.tanh(w.firstBias[h] + x.reduce((sum, value, i) => sum + value * w.first[i * HIDDEN + h], 0)),
  );
  const scores = kinds.map(
    (_, k) =>
      w.secondBias[k] + hidden.reduce((sum, value, h) => sum + value * w.second[h * kinds.length + k], 0),
  );
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const all = powers.reduce((sum, value) => sum + value, 0);
  return { hidden, chances: powers.map((value) => value / all) };
}
const byKind = kinds.map((_, k) =>
  examples.train.filter((one) => one.kind === k).map((one) => ({ ...one, x: standard(one.statistics) })),
);
const moments = Object.fromEntries(
  Object.entries(parts).map(([name, count]) => [name, [new Float64Array(count), new Float64Array(count)]]),
);
const BATCH = 48;
for (let step = 1; step <= STEPS; step++) {
  const gradient = Object.fromEntries(
    Object.entries(parts).map(([name, count]) => [name, new Float64Array(count)]),
  );
  for (let n = 0; n < BATCH; n++) {
    const kind = n % kinds.length; // every kind as often
    const { x } = byKind[kind][Math.floor(random() * byKind[kind].length)];
    const seen = x.map((value) => value + 0.1 * normal());
    const { hidden, chances } = guess(weights, seen);
    const back = new Float64Array(HIDDEN);
    for (let k = 0; k < kinds.length; k++) {
      const off = (chances[k] - (k === kind ? 0.97 : 0.03 / (kinds.length - 1))) / BATCH;
      gradient.secondBias[k] += off;
      for (let h = 0; h < HIDDEN; h++) {
        gradient.second[h * kinds.length + k] += off * hidden[h];
        back[h] += off * weights.second[h * kinds.length + k];
      }
    }
    for (let h = 0; h < HIDDEN; h++) {
      const off = back[h] * (1 - hidden[h] ** 2);
      gradient.firstBias[h] += off;
      for (let i = 0; i < inputs; i++) gradient.first[i * HIDDEN + h] += off * seen[i];
    }
  }
  const rate = RATE * 0.5 * (1 + Math.cos((Math.PI * step) / STEPS));
  for (const [name, values] of Object.entries(weights)) {
    const [m, v] = moments[name];
    for (let i = 0; i < values.length; i++) {
      const g = gradient[name][i];
      m[i] = 0.9 * m[i] + 0.1 * g;
      v[i] = 0.999 * v[i] + 0.001 * g * g;
      values[i] -=
        rate *
        (m[i] / (1 - 0.9 ** step) / (Math.sqrt(v[i] / (1 - 0.999 ** step)) + 1e-8) +
          (name.endsWith('Bias') ? 0 : DECAY * values[i]));
    }
  }
}

const rounded = (values) => Array.from(values, (value) => Number(value.toPrecision(5)));
const model = {
  kinds,
  mean: rounded(mean),
  scale: rounded(scale),
  hidden: HIDDEN,
  ...Object.fromEntries(Object.entries(weights).map(([name, values]) => [name, rounded(values)])),
};
writeFileSync(out, `${JSON.stringify(model)}\n`);
for (const split of ['train', 'test']) {
  const table = kinds.map(() => kinds.map(() => 0));
  for (const { kind, statistics, name } of examples[split]) {
    const { chances } = guess(model, standard(statistics));
    const found = chances.indexOf(Math.max(...chances));
    table[kind][found]++;
    if (split === 'test' && found !== kind)
      console.error(`${name}: ${kinds[kind]} taken for ${kinds[found]} (${chances[found].toFixed(2)})`);
  }
  console.log(
    `\n${split === 'test' ? 'Held out' : 'Trained on'}\n\n| is \\ taken for | ${kinds.join(' | ')} | right |\n| --- |${' ---: |'.repeat(kinds.length + 1)}`,
  );
  for (const [k, row] of table.entries())
    console.log(
      `| ${kinds[k]} | ${row.join(' | ')} | ${((100 * row[k]) / row.reduce((a, b) => a + b, 0)).toFixed(1)} % |`,
    );
}
rmSync(code, { recursive: true });
