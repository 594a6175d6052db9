import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { type Room, rooms } from './rooms.ts';

const root = fileURLToPath(new URL('../src', import.meta.url));

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
