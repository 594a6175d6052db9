import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import { KEPT_WHEN_SEEN } from './versions.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const PAGE = 'index.html';
const VERSION = 'eosin-version';
/** The version in the page's head, of this build or of one before it. */
const NAMED = new RegExp(`name="${VERSION}" content="[^"]*"`);
const unnamed = `name="${VERSION}" content=""`;

/** What the page never asks for, what servers hide, and weights, which the engine keeps itself. */
const LEFT_OUT = /^\.vite\/|^service-worker\.js$|\.md$|\.safetensors$|\/(golden_\w+\.png|dreams\.jpg)$/;
/** A model's card is shown, though. */
const CARD = /^models\/[^/]+\/card\.md$/;

const digest = (bytes: string | Buffer, encoding: 'hex' | 'base64') =>
  createHash('sha256').update(bytes).digest(encoding);

/** A file as the service worker keeps it; one in `assets/` is named by its content and needs no revision. */
function entryOf(folder: string, path: string) {
  const sha256 = digest(readFileSync(join(folder, path)), 'base64');
  const isNamedByContent = path.startsWith('assets/');
  return { url: path, revision: isNamedByContent ? null : sha256, integrity: `sha256-${sha256}` };
}

/**
 * Writes `service-worker.js` into a built page with the list of the files that are kept from the start, and names the version,
 * a hash of all files, in the page's head.
 */
export async function keepable(folder: string): Promise<void> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((path) => path !== PAGE && (CARD.test(path) || !LEFT_OUT.test(path)))
    .toSorted();
  const entries = paths.map((path) => entryOf(folder, path));
  const files = entries.filter(({ url }) => !url.startsWith(KEPT_WHEN_SEEN));
  const page = readFileSync(join(folder, PAGE), 'utf8').replace(NAMED, unnamed);
  const version = digest(page + JSON.stringify(entries), 'hex').slice(0, 16);
  writeFileSync(join(folder, PAGE), page.replace(unnamed, `name="${VERSION}" content="${version}"`));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    define: { BUILT: JSON.stringify({ version, files: [{ url: './', revision: version }, ...files] }) },
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'es2023',
      modulePreload: false,
      rolldownOptions: {
        input: join(root, 'src/offline/service-worker.ts'),
        // A classic script: Firefox takes modules as service workers only of late.
        output: { format: 'iife', entryFileNames: 'service-worker.js' },
      },
    },
  });
}

/** Makes every build keepable. */
export function writeServiceWorker(): Plugin {
  let folder = '';
  return {
    name: 'write-service-worker',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    transformIndexHtml: () => [{ tag: 'meta', attrs: { name: VERSION, content: '' }, injectTo: 'head' }],
    closeBundle: () => keepable(folder),
  };
}
