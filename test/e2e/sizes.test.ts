import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

const dist = join(import.meta.dirname, '../../dist');
const gzipped = (file: string) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);

/** What the first visit loads of the page: the entry, its static imports and their styles. */
function pageFiles(): string[] {
  const manifest: Record<string, Chunk> = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
  const seen = new Set<string>();
  const visit = (key: string) => {
    const chunk = manifest[key];
    if (!chunk) throw new Error(`the build manifest has no ${key}`);
    if (seen.has(chunk.file)) return;
    seen.add(chunk.file);
    for (const style of chunk.css ?? []) seen.add(style);
    for (const next of chunk.imports ?? []) visit(next);
  };
  visit('index.html');
  return [...seen];
}

/** The worker's entry and what it imports before anything lazy: the static imports written in each file. */
function workerFiles(): string[] {
  const assets = readdirSync(join(dist, 'assets'));
  const entry = assets.find((file) => /^worker-.*\.js$/.test(file));
  if (!entry) throw new Error('the build has no worker');
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    const code = readFileSync(join(dist, 'assets', file), 'utf8');
    for (const [, next] of code.matchAll(
      /(?:^|[;}\n])\s*import\s*(?:[\w${},*\s]+from\s*)?["']\.\/([^"']+\.js)["']/g,
    )) {
      if (next) visit(next);
    }
  };
  visit(entry);
  return [...seen].map((file) => `assets/${file}`);
}

describe('what a visitor downloads, gzip', () => {
  test('the page is at most 170 kB', () => {
    expect(sum(pageFiles().map(gzipped))).toBeLessThanOrEqual(170_000);
  });

  test('the worker is at most 300 kB before lazy parts', () => {
    expect(sum(workerFiles().map(gzipped))).toBeLessThanOrEqual(300_000);
  });

  const models: string[] = JSON.parse(readFileSync(join(dist, 'models/index.json'), 'utf8'));
  test.each(models)('the generator %s is at most 15 MB with 8-bit weights, 28 MB as F16', (id) => {
    const folder = join(dist, 'models', id);
    const { weights } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    const bytes = sum(weights.parts.map((part: { file: string }) => statSync(join(folder, part.file)).size));
    expect(bytes).toBeLessThanOrEqual(weights.storage === 'i8' ? 15_000_000 : 28_000_000);
  });
});
