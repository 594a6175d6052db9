import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import type { Plugin, Rolldown } from 'vite';
import { defineConfig } from 'vitest/config';
import { headers, isolation } from './src/offline/headers.ts';
import { writeServiceWorker } from './src/offline/write-service-worker.ts';

/**
 * `preview.headers` go with whole files only. WebKit reads those of "304 Not modified" too, and where they are missing
 * it does not load the worker on the second visit.
 */
const headersOnEveryAnswer: Plugin = {
  name: 'headers-on-every-answer',
  configurePreviewServer({ middlewares }) {
    middlewares.use((_request, response, next) => {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      next();
    });
  },
};

/**
 * tfjs hands the text of this factory to its threads. A name that it closes over is missing there once it is minified: then
 * the threads fail, and tfjs waits for them for ever.
 */
const threadsOfTheirOwn: Plugin = {
  name: 'threads-of-their-own',
  transform(code, id) {
    if (!id.endsWith('/wasm-out/tfjs-backend-wasm-threaded-simd.js')) return;
    const head = 'function(WasmBackendModuleThreadedSimd) {';
    if (!code.includes(head)) this.error('the factory of the threads reads otherwise than in tfjs 4.22');
    return code.replace(head, `${head} var _scriptDir;`);
  },
};

/**
 * A worker's first script holds nothing that a later one imports: WebKit does not find a running worker's first script
 * among its modules, runs it a second time, and that engine, which was never started, takes the messages of the one that was.
 */
export const entryOfItsOwn: Plugin = {
  name: 'entry-of-its-own',
  // Vite sets `false` itself, after what the configuration says.
  options: (options) => ({ ...options, preserveEntrySignatures: 'strict' }),
};

/** An entry names all that it needs, so that a browser asks for it at once and not for each script after the one before. */
const importsAtOnce: Plugin = {
  name: 'imports-at-once',
  generateBundle(_options, bundle) {
    for (const entry of Object.values(bundle)) {
      if (entry.type !== 'chunk' || !entry.isEntry) continue;
      const needed = new Set(entry.imports);
      for (const file of needed) {
        const chunk = bundle[file];
        if (chunk?.type === 'chunk') for (const one of chunk.imports) needed.add(one);
      }
      const later = [...needed].filter((file) => !entry.imports.includes(file));
      entry.code = later.map((file) => `import"./${basename(file)}";`).join('') + entry.code;
    }
  },
};

/**
 * All that the worker's first script cannot start without, in one piece: Vite would cut it into the forty that lazy parts share, and a service
 * worker hands out each in its turn.
 */
const atOnce = () => {
  const needed = new Map<string, Set<string>>();
  return (id: string, context: Rolldown.ChunkingContext): string | null => {
    const worker = WORKERS.find((one) => context.getModuleInfo(one)); // each is built by itself
    if (!worker) return null;
    const all = needed.get(worker) ?? new Set();
    if (all.size === 0) {
      const waiting = [worker];
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        for (const one of context.getModuleInfo(next)?.importedIds ?? []) {
          if (!all.has(one)) waiting.push(one);
          all.add(one);
        }
      }
      needed.set(worker, all);
    }
    return all.has(id) ? 'engine' : null;
  };
};
const WORKERS = ['worker', 'first-look-worker'].map((name) =>
  fileURLToPath(new URL(`./src/bridge/${name}.ts`, import.meta.url)),
);

/** `test/all.mjs` finds or installs a browser and names it here; a bare `npx vitest` takes Debian's. */
const chrome = process.env.EOSIN_CHROME ?? '/usr/bin/chromium';

/** zarrita names the codecs of numcodecs.js (1.4 MB), in whose place it is given ours: zarr-codecs.ts says why. */
const noNumcodecs = {
  find: /^numcodecs\/(blosc|lz4|zstd)$/,
  replacement: fileURLToPath(new URL('./src/engine/formats/no-numcodecs.ts', import.meta.url)),
};

const EARLY = fileURLToPath(new URL('./src/early.ts', import.meta.url));

/** The early script is asked for by itself: it runs while the page's others are still on their way. */
const earlyFirst: Plugin = {
  name: 'early-first',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle = {} }) {
      const early = Object.values(bundle).find(
        (one) => one.type === 'chunk' && one.isEntry && one.facadeModuleId === EARLY,
      );
      if (!early) return []; // in development
      const attrs = { type: 'module', async: true, crossorigin: true, src: `./${early.fileName}` };
      return [{ tag: 'script', attrs, injectTo: 'head' }];
    },
  },
};

/** Modules that the page needs at its start and lazy parts need too. */
const SHARED = new RegExp(
  [
    'src/page/(desk|inspector/(About|StageSettings|use-|(Slider|Switch)Row))',
    'src/state/(dream|trainer|failure)',
    'src/engine/(recipe|starting-recipe|faults|stages/shown|dream/presets)',
    'vite/preload-helper',
    'node_modules/(react/|lucide-react/dist/esm/(createLucideIcon|Icon))',
    'node_modules/@radix-ui/react-(radio-group|slider|popover|collection|roving-focus)',
  ].join('|'),
);

export default defineConfig({
  base: './',
  resolve: { alias: [noNumcodecs] },
  plugins: [
    react(),
    headersOnEveryAnswer,
    writeServiceWorker(),
    earlyFirst,
    // The development server works through inline scripts and styles, which the page's own policy forbids.
    {
      name: 'no-policy-in-development',
      apply: 'serve',
      transformIndexHtml: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ''),
    },
  ],
  worker: {
    format: 'es',
    plugins: () => [threadsOfTheirOwn, entryOfItsOwn, importsAtOnce],
    rolldownOptions: { output: { codeSplitting: { groups: [{ debugName: 'engine', name: atOnce() }] } } },
  },
  build: {
    target: 'es2023',
    manifest: true,
    // Whatever asks for a lazy part is loaded itself: Firefox reports an error where its script is preloaded once more.
    modulePreload: {
      resolveDependencies: (_file, parts, { hostType }) =>
        hostType === 'html'
          ? parts
          : parts.filter((part) => !/\/(index|shared|rolldown-runtime)-[^/]*\.js$/.test(part)),
    },
    // What the first script shares with lazy parts, in one piece: a dozen small ones pack worse.
    rolldownOptions: {
      input: ['index.html', EARLY],
      output: { codeSplitting: { groups: [{ name: 'shared', test: SHARED }] } },
    },
  },
  server: { headers: isolation },
  preview: { headers: isolation, port: 4173 },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          isolate: false, // loading tfjs anew for each file took longer than most of the tests
          setupFiles: ['test/one-process.ts'],
          environment: 'node',
          include: ['src/**/*.test.ts', 'test/*.test.ts', 'test/long/*.test.ts', 'test/golden/**/*.test.ts'],
          testTimeout: 120_000, // a machine that others use too takes ten times as long
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'devices',
          include: ['test/devices/**/*.test.ts'],
          testTimeout: 240_000, // as above
          hookTimeout: 120_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: chrome, args: ['--enable-unsafe-webgpu', '--no-sandbox'] },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/serve.ts'],
          testTimeout: 240_000,
          hookTimeout: 120_000,
          // Longer than any answer takes on two busy cores: it is spent only where a test fails.
          expect: { poll: { timeout: 30_000, interval: 100 } },
          fileParallelism: false, // one page keeps two cores busy
          isolate: false, // one browser for all files, and one page for the tests that can share it
        },
      },
      {
        extends: true,
        test: {
          name: 'engines',
          environment: 'node',
          include: ['test/engines/**/*.test.ts'],
          globalSetup: ['test/engines/serve.ts'],
          testTimeout: 600_000, // a machine that others use too takes ten times as long
          hookTimeout: 120_000,
          maxWorkers: 2, // browsers at a time
        },
      },
      {
        extends: true,
        test: {
          name: 'cluster',
          environment: 'node',
          include: ['test/cluster/**/*.test.ts'],
          globalSetup: ['test/cluster/provide.ts'],
          testTimeout: 3_600_000, // hundreds of pictures
          hookTimeout: 600_000,
          fileParallelism: false, // a batch keeps two cores busy
        },
      },
    ],
  },
});
