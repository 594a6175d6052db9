import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../src', import.meta.url));

interface Room {
  /** How the paths of its files begin. */
  readonly room: string;
  /** What they may import beside one another, by how path or package begins. Types may come from anywhere. */
  readonly imports: readonly string[];
}

const TFJS = '@tensorflow/tfjs-core';
/** Plain data and chance, which know of nothing. */
const PLAIN = ['src/engine/picture', 'src/engine/random', 'src/engine/errors'];

/** The table of ARCHITECTURE.md. A file is in the first room here that its own path begins with. */
const rooms: readonly Room[] = [
  {
    room: 'src/page/',
    imports: [
      'src/state/',
      'src/bridge/client',
      'src/engine/recipe',
      'src/engine/starting-recipe',
      'src/engine/dream/presets',
      'src/engine/dream/size',
      'src/engine/models/picture-kinds',
      'src/engine/stages/shown',
      'src/engine/explained/',
      'src/engine/formats/folder-zip',
      'src/engine/formats/lut',
      'src/engine/scale-bar',
      'src/engine/batch/',
      'src/engine/pairs/own-pictures',
      'src/engine/learn/most-corrections',
      'src/engine/share/',
      'react',
      'react-dom',
      'radix-ui',
      'zustand',
      'lucide-react',
      'lean-qr',
      'uplot',
      '@tanstack/react-virtual',
    ],
  },
  {
    room: 'src/state/',
    imports: [
      'src/bridge/client',
      'src/engine/recipe',
      'src/engine/starting-recipe',
      'src/engine/dream/presets',
      'src/engine/models/picture-kinds',
      'src/engine/stages/shown',
      'src/engine/batch/',
      'src/engine/formats/folder-zip',
      'src/engine/pairs/own-pictures',
      'src/engine/share/',
      'src/engine/errors',
      'zustand',
      'zundo',
      'valibot',
      'idb',
    ],
  },
  { room: 'src/bridge/offline-copy', imports: ['src/offline/versions'] },
  { room: 'src/bridge/client', imports: ['src/bridge/', 'src/engine/errors'] },
  { room: 'src/bridge/', imports: ['src/engine/', 'src/offline/versions', '@tensorflow/'] },
  { room: 'src/engine/picture', imports: [] },
  { room: 'src/engine/recipe', imports: ['src/engine/faults', 'valibot'] },
  { room: 'src/engine/steps/', imports: [] },
  { room: 'src/engine/ops/', imports: ['src/engine/picture', TFJS] },
  { room: 'src/engine/device/', imports: ['src/engine/ops/', ...PLAIN, '@tensorflow/'] },
  { room: 'src/engine/nets/', imports: ['src/engine/ops/', 'src/engine/steps/', 'src/engine/errors', TFJS] },
  {
    room: 'src/engine/formats/',
    imports: [
      'src/engine/picture',
      'src/engine/errors',
      '@jsquash/',
      'dicom-parser',
      'fflate',
      'jpeg-lossless-decoder-js',
      'zarrita',
      'zstddec',
    ],
  },
  {
    room: 'src/engine/models/',
    imports: [
      'src/engine/metrics/picture-statistics',
      'src/engine/nets/',
      'src/engine/formats/',
      'src/engine/steps/',
      'src/engine/recipe',
      'src/engine/faults',
      'src/engine/errors',
      TFJS,
      'valibot',
      'jsfive',
      '@noble/hashes',
    ],
  },
  {
    room: 'src/engine/cells/',
    imports: [
      'src/engine/ops/',
      'src/engine/nets/',
      'src/engine/models/',
      'src/engine/formats/',
      'src/engine/steps/',
      ...PLAIN,
      TFJS,
      'valibot',
    ],
  },
  {
    room: 'src/engine/metrics/',
    imports: ['src/engine/nets/', 'src/engine/ops/', 'src/engine/picture', TFJS],
  },
  { room: 'src/engine/petri/', imports: PLAIN },
  { room: 'src/engine/explained/', imports: ['src/engine/stages/shown'] },
  { room: 'src/engine/samples/', imports: ['src/engine/petri/', ...PLAIN] },
  {
    room: 'src/engine/dream/look-inside',
    imports: ['src/engine/dream/', 'src/engine/models/', 'src/engine/steps/', 'src/engine/render', TFJS],
  },
  {
    room: 'src/engine/dream/',
    imports: [
      'src/engine/nets/',
      'src/engine/ops/',
      'src/engine/models/',
      'src/engine/steps/',
      'src/engine/recipe',
      ...PLAIN,
      TFJS,
    ],
  },
  {
    room: 'src/engine/stages/',
    imports: [
      'src/engine/dream/',
      'src/engine/cells/',
      'src/engine/steps/',
      'src/engine/cache',
      'src/engine/nets/',
      'src/engine/ops/',
      'src/engine/models/',
      'src/engine/formats/',
      'src/engine/scale-bar',
      ...PLAIN,
    ],
  },
  {
    room: 'src/engine/tiles/',
    imports: [
      'src/engine/stages/',
      'src/engine/nets/',
      'src/engine/ops/',
      'src/engine/formats/',
      'src/engine/steps/',
      ...PLAIN,
      TFJS,
    ],
  },
  {
    room: 'src/engine/pairs/',
    imports: [
      'src/engine/stages/',
      'src/engine/ops/',
      'src/engine/formats/',
      'src/engine/petri/',
      'src/engine/steps/',
      'src/engine/recipe',
      ...PLAIN,
      'valibot',
    ],
  },
  {
    room: 'src/engine/train/',
    imports: [
      'src/engine/pairs/',
      'src/engine/nets/',
      'src/engine/ops/',
      'src/engine/models/',
      'src/engine/formats/',
      'src/engine/steps/',
      'src/engine/recipe',
      'src/engine/faults',
      ...PLAIN,
      TFJS,
      'valibot',
    ],
  },
  {
    room: 'src/engine/learn/',
    imports: [
      'src/engine/cells/',
      'src/engine/stages/cells',
      'src/engine/train/',
      'src/engine/metrics/',
      'src/engine/nets/',
      'src/engine/ops/',
      'src/engine/models/',
      'src/engine/formats/',
      'src/engine/steps/',
      'src/engine/recipe',
      ...PLAIN,
      TFJS,
    ],
  },
  {
    room: 'src/engine/share/',
    imports: [
      'src/engine/formats/',
      'src/engine/models/picture-kinds',
      'src/engine/stages/shown',
      'src/engine/recipe',
      'src/engine/faults',
      'fflate',
      'valibot',
    ],
  },
  {
    room: 'src/engine/export/',
    imports: [
      'src/engine/recipe',
      'src/engine/stages/',
      'src/engine/ops/',
      'src/engine/models/',
      'src/engine/formats/',
      'src/engine/steps/',
      'src/engine/tiles/',
      'src/engine/render',
      ...PLAIN,
    ],
  },
  {
    room: 'src/engine/batch/',
    imports: [
      'src/engine/export/',
      'src/engine/lens/',
      'src/engine/cells/',
      'src/engine/models/',
      'src/engine/formats/',
      'src/engine/steps/',
      'src/engine/stages/',
      'src/engine/cells-of',
      'src/engine/recipe',
      'src/engine/render',
      ...PLAIN,
    ],
  },
  {
    room: 'src/engine/lens/',
    imports: [
      'src/engine/export/progress',
      'src/engine/stages/',
      'src/engine/cells/',
      'src/engine/metrics/',
      'src/engine/ops/',
      'src/engine/models/',
      'src/engine/steps/',
      'src/engine/render',
      ...PLAIN,
    ],
  },
  {
    room: 'src/engine/film/',
    imports: [
      'src/engine/export/',
      'src/engine/formats/',
      'src/engine/stages/',
      'src/engine/dream/',
      'src/engine/steps/',
      'src/engine/render',
      ...PLAIN,
      'mediabunny',
      'gifenc',
    ],
  },
  { room: 'src/engine/', imports: ['src/engine/', 'valibot'] },
  { room: 'src/cli/', imports: ['src/engine/', 'package.json', ''] },
  { room: 'src/offline/', imports: ['workbox-precaching', 'vite', 'node:'] },
  {
    room: 'src/main',
    imports: ['src/page/', 'src/state/', 'src/bridge/client', 'src/bridge/offline-copy', 'react'],
  },
];

const isTest = (path: string) => /\.(test|fixture)\.tsx?$/.test(path);

/** The paths of all files below a folder of the project. */
const walkAll = (folder: string): string[] =>
  readdirSync(join(root, '..', folder), { recursive: true, encoding: 'utf8' }).map(
    (path) => `${folder}/${path}`,
  );

const sources = walkAll('src').filter((path) => /\.tsx?$/.test(path) && !isTest(path));

/** What a file imports that is still there when the types are gone: `import`, `export from` and `import()`. */
function imports(path: string): string[] {
  const text = readFileSync(join(root, '..', path), 'utf8');
  const standing = text.matchAll(/^(?:import|export)(?! type\b)(?:[^'";]*?\sfrom)?\s*'([^']+)'/gm);
  const lazy = text.matchAll(/\bimport\('([^']+)'\)/g);
  return [...standing, ...lazy].flatMap(([, from]) => (from ? [from] : []));
}

/** The file that an import names; undefined where it is a package. */
const target = (path: string, from: string): string | undefined =>
  from.startsWith('.') ? join(dirname(path), from.replace(/\?.*$/, '')) : undefined;

const isIn = ({ room }: Room, path: string) => path.startsWith(room);

it.each(sources)('%s imports only what its room may', (path) => {
  const own = rooms.find((one) => isIn(one, path));
  expect(own, 'a room without a row').toBeDefined();
  const foreign = imports(path).filter((from) => {
    const what = target(path, from) ?? from;
    return ![own!.room, ...own!.imports].some((name) => what.startsWith(name));
  });
  expect(foreign).toEqual([]);
});

it('has a row for every folder of src and of the engine, and no row for one that is gone', () => {
  const folders = sources
    .map((path) => /^src\/(?:engine\/)?[^/]+\//.exec(path)?.[0])
    .filter((one) => one !== undefined);
  const named = rooms.map(({ room }) => room);
  expect([...new Set(folders)].filter((folder) => !named.includes(folder))).toEqual([]);
  expect(rooms.filter((one) => !sources.some((path) => isIn(one, path)))).toEqual([]);
});

/** All that a file imports or takes a type from. */
const needs = (path: string): string[] =>
  [...readFileSync(join(root, '..', path), 'utf8').matchAll(/(?:\bfrom|\bimport\()\s*'([^']+)'/g)].flatMap(
    ([, from]) => {
      const file = from && target(path, from);
      return file ? [file] : [];
    },
  );

/** The first circle that a walk along `needs` comes upon, as the files on it; none where there is none. */
function circle(files: readonly string[]): readonly string[] {
  const done = new Set<string>();
  const walk = (path: string, way: readonly string[]): readonly string[] => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path) || !files.includes(path)) return [];
    for (const next of needs(path)) {
      const found = walk(next, [...way, path]);
      if (found.length > 0) return found;
    }
    done.add(path);
    return [];
  };
  for (const path of files) {
    const found = walk(path, []);
    if (found.length > 0) return found;
  }
  return [];
}

it('no file of engine, bridge, page or shell needs one that needs it, for a type neither', () => {
  expect(circle(sources.filter((path) => !path.startsWith('src/state/')))).toEqual([]); // zustand's slices name their store
});

it('keeps files within 400 lines', () => {
  const lines = (path: string) => readFileSync(join(root, '..', path), 'utf8').split('\n').length - 1;
  const all = [...walkAll('src'), ...walkAll('test')].filter((path) => /\.(tsx?|mjs|css)$/.test(path));
  expect(all.filter((path) => lines(path) > 400)).toEqual([]);
});

it('sees what is imported', () => {
  expect(imports('src/engine/source.ts')).toEqual([
    './formats/opened-planes.ts',
    './models/sha256.ts',
    './samples/draw.ts',
    './stages/decode.ts',
    './warning.ts',
  ]);
  expect(needs('src/engine/source.ts')).toEqual([
    'src/engine/formats/by-browser.ts',
    'src/engine/formats/opened-file.ts',
    'src/engine/formats/opened-planes.ts',
    'src/engine/models/sha256.ts',
    'src/engine/picture.ts',
    'src/engine/samples/draw.ts',
    'src/engine/samples/scene.ts',
    'src/engine/stages/decode.ts',
    'src/engine/warning.ts',
  ]);
});
