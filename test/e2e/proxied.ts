import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server gives in place of the studio's own answer. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** A server before the studio's that gives some answers itself. */
export interface Proxied {
  readonly port: number;
  close(): void;
}

/**
 * @param studio where the production build is served.
 * @param answer is asked for each path, as "/assets/x.js", with what the studio says there; null to pass that on.
 */
export async function proxied(
  studio: string,
  answer: (path: string, said: () => Promise<string>) => Promise<Answer | null>,
): Promise<Proxied> {
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    const from = await fetch(new URL(path, studio));
    for (const name of ['Cross-Origin-Opener-Policy', 'Cross-Origin-Embedder-Policy', 'Content-Type']) {
      const value = from.headers.get(name);
      if (value) response.setHeader(name, value);
    }
    const own = await answer(path, () => from.clone().text());
    if (own) response.setHeader('Content-Type', own.type);
    response.statusCode = own?.status ?? from.status;
    response.end(own?.body ?? Buffer.from(await from.arrayBuffer()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    port,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
