import { fork } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
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
  const child = fork(join(root, 'test/bench/child.mjs'), [module]);
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code} and no rows`)));
  });
}

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
