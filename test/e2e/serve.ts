import { build, preview } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the production build is served. */
    url: string;
  }
}

/** Builds the studio as a user gets it and serves it for all end-to-end tests, on a free port. */
export default async function serve(project: TestProject) {
  await build({ logLevel: 'error' });
  const server = await preview({ preview: { port: 0, strictPort: false }, logLevel: 'error' });
  const url = server.resolvedUrls?.local[0];
  if (!url) throw new Error('the preview server names no address');
  project.provide('url', url);
  return () => server.close();
}
