import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, preview } from 'vite';
import type { TestProject } from 'vitest/node';
import { buildStudio } from '../e2e/serve.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const checks = join(root, 'test/results/engines');
const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.png': 'image/png',
  '.safetensors': 'application/octet-stream',
};

/** Bundles webgpu.page.ts as the studio is: `/checks/webgpu.js`. */
async function buildChecks(): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    base: './',
    publicDir: false,
    build: {
      outDir: checks,
      emptyOutDir: true,
      target: 'es2023',
      rolldownOptions: {
        input: join(root, 'test/engines/webgpu.page.ts'),
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: 'webgpu.js' },
      },
    },
  });
}

/**
 * What the tests add to the server: the page's first script is witness.js, `/downloads` answers with the weights that each
 * engine has asked for, and `/checks/` holds the bundle of webgpu.page.ts with an empty page to run it in.
 */
function observed(): Plugin {
  const asked: { agent: string; path: string }[] = [];
  return {
    name: 'observed',
    configurePreviewServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const { pathname } = new URL(request.url ?? '/', 'http://localhost');
        const answer = (type: string, body: string | Buffer) => {
          response.setHeader('Content-Type', type);
          response.end(body);
        };
        const agent = request.headers['user-agent'] ?? '';
        if (pathname.endsWith('.safetensors')) asked.push({ agent, path: pathname });

        if (pathname === '/') {
          const page = readFileSync(join(root, 'dist/index.html'), 'utf8');
          answer('text/html', page.replace('<head>', '<head><script src="/witness.js"></script>'));
        } else if (pathname === '/witness.js') {
          answer('text/javascript', readFileSync(join(import.meta.dirname, 'witness.js')));
        } else if (pathname === '/downloads') {
          const mine = asked.filter((one) => one.agent === agent).map(({ path }) => path);
          answer('application/json', JSON.stringify(mine));
        } else if (pathname === '/checks/') {
          answer('text/html', '<!doctype html><title>Checks</title>');
        } else if (pathname.startsWith('/checks/')) {
          const file = join(checks, pathname.slice('/checks/'.length));
          answer(types[extname(file)] ?? 'application/octet-stream', readFileSync(file));
        } else next();
      });
    },
  };
}

/** Builds the studio as a user gets it and serves it for the tests in other engines, on a free port. */
export default async function serve(project: TestProject) {
  await buildStudio();
  await buildChecks();
  const server = await preview({ plugins: [observed()], preview: { port: 0 }, logLevel: 'error' });
  const url = server.resolvedUrls?.local[0];
  if (!url) throw new Error('the preview server names no address');
  project.provide('url', url);
  return () => server.close();
}
