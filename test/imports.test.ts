import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../src', import.meta.url));
const anyFile = ['src/'];
const anyPackage = [''];

/**
 * The table of ARCHITECTURE.md: what a room's files may import beside one another, by how the path or the package's
 * name begins. A file is in the first room here that its own path begins with. Types may come from anywhere.
 */
const rooms: readonly { room: string; files: readonly string[]; packages: readonly string[] }[] = [
  {
    room: 'src/page/',
    files: [
      'src/state/',
      'src/bridge/client',
      'src/engine/recipe',
      'src/engine/starting-recipe',
      'src/engine/dream/presets',
      'src/engine/scale-bar',
      'src/engine/pairs/own-pictures',
    ],
    packages: ['react', 'radix-ui', 'zustand', 'lucide-react', 'uplot'],
  },
  {
    room: 'src/state/',
    files: [
      'src/bridge/client',
      'src/engine/recipe',
      'src/engine/starting-recipe',
      'src/engine/dream/presets',
      'src/engine/pairs/own-pictures',
      'src/engine/errors',
    ],
    packages: ['zustand', 'zundo', 'valibot'],
  },
  { room: 'src/bridge/client', files: ['src/bridge/', 'src/engine/errors'], packages: [] },
  { room: 'src/bridge/', files: ['src/engine/'], packages: ['@tensorflow/'] },
  {
    room: 'src/engine/samples/',
    files: ['src/engine/petri/', 'src/engine/random', 'src/engine/picture'],
    packages: [],
  },
  { room: 'src/engine/petri/', files: ['src/engine/random', 'src/engine/picture'], packages: [] },
  {
    room: 'src/engine/metrics/',
    files: ['src/engine/nets/', 'src/engine/ops/', 'src/engine/picture'],
    packages: ['@tensorflow/tfjs-core'],
  },
  { room: 'src/engine/ops/', files: ['src/engine/picture'], packages: ['@tensorflow/tfjs-core'] },
  {
    room: 'src/engine/formats/',
    files: ['src/engine/picture', 'src/engine/errors'],
    packages: ['@jsquash/', 'fflate', 'zstddec'],
  },
  { room: 'src/engine/film/', files: ['src/engine/'], packages: ['mediabunny', 'gifenc'] },
  {
    room: 'src/engine/',
    files: ['src/engine/'],
    packages: ['@tensorflow/', 'valibot', 'jsfive', '@noble/hashes'],
  },
  { room: 'src/cli/', files: ['src/engine/', 'package.json'], packages: anyPackage },
  { room: 'src/', files: anyFile, packages: anyPackage },
];

const isTest = (path: string) => /\.(test|fixture)\.tsx?$/.test(path);

const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((path) => `src/${path}`)
  .filter((path) => /\.tsx?$/.test(path) && !isTest(path));

/** What a file imports that is still there when the types are gone: `import`, `export from` and `import()`. */
function imports(path: string): string[] {
  const text = readFileSync(join(root, '..', path), 'utf8');
  const standing = text.matchAll(/^(?:import|export)(?! type\b)(?:[^'";]*?\sfrom)?\s*'([^']+)'/gm);
  const lazy = text.matchAll(/\bimport\('([^']+)'\)/g);
  return [...standing, ...lazy].flatMap(([, from]) => (from ? [from] : []));
}

it.each(sources)('%s imports only what its room may', (path) => {
  const { room, files, packages } = rooms.find((one) => path.startsWith(one.room))!; // the last room takes all
  const foreign = imports(path).filter((from) => {
    if (!from.startsWith('.')) return !packages.some((name) => from.startsWith(name));
    const target = relative(join(root, '..'), join(root, '..', dirname(path), from));
    return ![room, ...files].some((name) => target.startsWith(name));
  });
  expect(foreign).toEqual([]);
});

it('sees what is imported', () => {
  expect(imports('src/engine/source.ts')).toEqual(['./samples/draw.ts', './stages/decode.ts']);
});
