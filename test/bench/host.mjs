import { fork } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright';
import { build, loadConfigFromFile, preview } from 'vite';
import { provideBrowser } from '../browser.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = join(root, 'test/results/bench');

/**
 * A bench in a Node process of its own: bundled, as the product is; a file that looks for its neighbours by `import.meta`
 * still finds them.
 */
export async function inNode(file) {
  const outDir = join(folder, file);
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
    build: { ssr: `test/bench/${file}`, outDir, emptyOutDir: true, target: 'node20', minify: false },
  });
  const module = pathToFileURL(join(outDir, file.replace(/ts$/, 'js'))).href;
  return rowsOf(fork(join(root, 'test/bench/child.mjs'), [module]), file);
}

/** Models that the packed bench does without: the network at 8 bits dreams as well, and cells are not looked for. */
const LEFT_OUT = ['inception-v3-cells', 'cells-apart'];

/**
 * A bench packed into test/results/gpu with all that it needs, so that it runs wherever the folder is put (Linux on x64, Node 20, no network:
 * `node packed.mjs`), and run there.
 */
export async function inFolder(file) {
  const outDir = join(root, 'test/results/gpu');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: `test/bench/${file}`,
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: { output: { chunkFileNames: '[name]-[hash].js' } },
    },
  });
  const put = (name, bytes) => {
    mkdirSync(join(outDir, name, '..'), { recursive: true });
    writeFileSync(join(outDir, name), bytes);
  };
  const modules = join(root, 'node_modules');
  const pack = (name, from) => put(name, gzipSync(readFileSync(join(modules, from))));
  pack('dist/linux-x64/dawn.node.gz', 'webgpu/dist/linux-x64/dawn.node');
  pack('ort.wasm.gz', 'onnxruntime-web/dist/ort-wasm-simd-threaded.wasm');
  const models = join(root, 'public/models');
  const ids = JSON.parse(readFileSync(join(models, 'index.json'), 'utf8')).filter(
    (id) => !LEFT_OUT.includes(id),
  );
  put('public/models/index.json', JSON.stringify(ids));
  for (const id of ids)
    cpSync(join(models, id), join(outDir, 'public/models', id), {
      recursive: true,
      filter: (path) => !/dreams\.jpg$|sample\.png$|\.md$/.test(path),
    });
  put('package.json', '{ "type": "module" }\n');
  for (const own of ['packed.mjs', 'table.mjs']) cpSync(join(root, 'test/bench', own), join(outDir, own));
  const unpacked = join(outDir, 'dist/linux-x64/dawn.node');
  return rowsOf(fork(join(outDir, 'packed.mjs')), file).finally(() => rmSync(unpacked, { force: true })); // so that it stays below 60 MB
}

/** What a bench in another process answers. */
const rowsOf = (child, file) =>
  new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code} and no rows`)));
  });

/** A bench in a browser of this machine, in a page of its own, served as the studio is. */
export async function inBrowser(file, say) {
  const outDir = join(folder, file);
  mkdirSync(outDir, { recursive: true });
  const own = await loadConfigFromFile(
    { command: 'build', mode: 'production' },
    join(root, 'vite.config.ts'),
  );
  const { worker, preview: served } = own.config;
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    worker,
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2023',
      rolldownOptions: {
        input: join(root, 'test/bench', file),
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: 'bench.js' },
      },
    },
  });
  const server = await preview({
    root,
    configFile: false,
    logLevel: 'error',
    build: { outDir },
    preview: { port: 0, headers: served.headers },
  });
  const browser = await chromium.launch({
    executablePath: await provideBrowser(say),
    args: ['--enable-unsafe-webgpu', '--no-sandbox'],
  });
  try {
    const page = await browser.newPage();
    const address = new URL('/', server.resolvedUrls.local[0]).href;
    await page.route(address, (route) =>
      route.fulfill({ contentType: 'text/html', body: '', headers: served.headers }),
    );
    await page.goto(address);
    return await page.evaluate(async () => (await import('/bench.js')).bench());
  } finally {
    await browser.close();
    await server.close();
  }
}

export const cleanUp = () => rmSync(folder, { recursive: true, force: true });
