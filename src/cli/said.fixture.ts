import { vi } from 'vitest';
import { main } from './main.ts';

/** What a command said and its exit status. */
export interface Said {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

const root = new URL('../../', import.meta.url).pathname;

/** Runs a command in this process; `launch.test.ts` holds that the real one does the same. */
export const said = (...args: readonly string[]): Promise<Said> => saidIn(root, ...args);

/** The same over another folder's `public/models`. */
export async function saidIn(root: string, ...args: readonly string[]): Promise<Said> {
  const written = (stream: NodeJS.WriteStream) => {
    const spy = vi.spyOn(stream, 'write').mockReturnValue(true);
    return () => {
      const text = spy.mock.calls.map(([words]) => String(words)).join('');
      spy.mockRestore();
      return text;
    };
  };
  const [out, err] = [written(process.stdout), written(process.stderr)];
  let status = -1;
  try {
    status = await main(args, root);
  } finally {
    process.stdout.removeAllListeners('error'); // main listens for a reader that stops early, once a process
  }
  return { status, out: out(), err: err() };
}
