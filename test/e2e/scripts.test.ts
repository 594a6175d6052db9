import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const assets = join(import.meta.dirname, '../../dist/assets');

test('no script of the build imports the first script of a worker, which WebKit would then run twice', () => {
  const scripts = readdirSync(assets).filter((file) => file.endsWith('.js'));
  const worker = scripts.find((file) => /^worker-/.test(file));
  if (!worker) throw new Error('the build has no worker');
  const imports = new RegExp(`(from|import\\s*\\(?)\\s*["'\`]\\./${worker.replaceAll('.', '\\.')}["'\`]`);
  expect(imports.test(`import{a}from"./${worker}"`)).toBe(true);
  expect(scripts.filter((file) => imports.test(readFileSync(join(assets, file), 'utf8')))).toEqual([]);
});
