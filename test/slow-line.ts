import { connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';

/** Between two parcels, in milliseconds. */
const TICK_MS = 5;

/**
 * A line of so many bits a second before a server, whatever asks: the page, its workers and its service worker share it, which a
 * browser's own throttling of one target does not give.
 *
 * @param port the server's, on this machine.
 * @returns the port to ask instead.
 */
export async function slowLine(
  port: number,
  bitsPerSecond: number,
): Promise<{ readonly port: number; close(): void }> {
  const perTick = (bitsPerSecond / 8 / 1000) * TICK_MS;
  let allowance = 0;
  const waiting: (() => void)[] = [];
  const clock = setInterval(() => {
    allowance = Math.min(allowance + perTick, 2 * perTick);
    while (allowance > 0 && waiting.length > 0) waiting.shift()?.();
  }, TICK_MS);

  const paced = () =>
    new Transform({
      transform(chunk: Buffer, _, done) {
        const parcel = Math.ceil(perTick);
        const next = (begin: number): void => {
          if (begin >= chunk.length) {
            done();
            return;
          }
          const part = chunk.subarray(begin, begin + parcel);
          allowance -= part.length;
          this.push(part);
          waiting.push(() => next(begin + parcel));
        };
        waiting.push(() => next(0));
      },
    });

  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => open.delete(socket));
    }
    near.pipe(far);
    far.pipe(paced()).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the slow line has no port');
  return {
    port: address.port,
    close() {
      clearInterval(clock);
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
