import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.wasm': 'application/wasm',
};

/** A server as plain as can be: files of a folder under a path of its own, with their types and no other header. */
export interface PlainServer {
  /** Where the page is, with a slash at the end. */
  readonly address: string;
  /** The paths that were asked for, below the folder's, in their order. */
  readonly asked: string[];
  /** Serves another folder from now on. */
  deploy(folder: string): void;
  close(): Promise<void>;
}

/** @param path under which the folder lies, as "/school/eosin/". */
export async function plainServer(folder: string, path: string): Promise<PlainServer> {
  let served = folder;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const below = decodeURIComponent(pathname.slice(path.length));
    asked.push(below);
    try {
      if (!pathname.startsWith(path)) throw new Error('another folder');
      const file = join(served, normalize(below === '' ? 'index.html' : below));
      const body = readFileSync(file);
      response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
      response.end(body);
    } catch {
      response.writeHead(404).end('not found');
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    address: `http://localhost:${port}${path}`,
    asked,
    deploy(folder) {
      served = folder;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
