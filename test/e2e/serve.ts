import { build, preview } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the production build is served. */
    url: string;
  }
}

/** Builds the studio as a user gets it. */
export async function buildStudio(): Promise<void> {
  // Vitest sets NODE_ENV to `test`, with which React would come in its slow and large development form.
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  await build({ logLevel: 'error' });
  process.env.NODE_ENV = NODE_ENV;
}

/** Builds the studio and serves it for all end-to-end tests, on a free port. */
export default async function serve(project: TestProject) {
  await buildStudio();
  const server = await preview({ preview: { port: 0, strictPort: false }, logLevel: 'error' });
  const url = server.resolvedUrls?.local[0];
  if (!url) throw new Error('the preview server names no address');
  project.provide('url', url);
  return () => server.close();
}
