import { expect, test } from 'vitest';
import { ownDesk, type TabHost } from './own-desk.ts';

/** A browser with tabs; a tab that is closed lets go of its desk. */
function browser(kept: readonly string[]) {
  const held = new Set<string>();
  let count = 0;
  const tab = (session = new Map<string, string>()) => {
    const mine: string[] = [];
    const host: TabHost = {
      session: {
        getItem: (key) => session.get(key) ?? null,
        setItem: (key, value) => void session.set(key, value),
      },
      locks: {
        request: (async (name: string, _options: unknown, act: (lock: Lock | null) => unknown) => {
          if (held.has(name)) return act(null);
          held.add(name);
          mine.push(name);
          return act({ name, mode: 'exclusive' });
        }) as LockManager['request'],
      },
      newId: () => `new ${++count}`,
    };
    const desk = () => ownDesk({ desks: async () => kept }, host);
    const close = () => {
      for (const name of mine) held.delete(name);
    };
    return { host, session, desk, close };
  };
  return { tab };
}

test('a reload finds the desk of its tab again, whatever other tabs have', async () => {
  const { tab } = browser(['x', 'y']);
  const first = tab();
  expect(await first.desk()).toBe('x');
  expect(await tab().desk()).toBe('y');
  first.close();
  expect(await tab(first.session).desk()).toBe('x');
});

test('a new tab takes the desk of one that was closed, else a fresh one; two never have the same', async () => {
  const { tab } = browser(['x']);
  const first = tab();
  await first.desk();
  const second = tab();
  const fresh = [await second.desk(), await tab(new Map(first.session)).desk()]; // and a duplicate of the first
  expect(fresh).toEqual([expect.stringMatching(/^new/), expect.stringMatching(/^new/)]);
  expect(fresh[0]).not.toBe(fresh[1]);
  first.close();
  expect(await tab().desk()).toBe('x');
});

test('without locks only a reload finds its desk', async () => {
  const { tab } = browser(['x']);
  const { host, session } = tab();
  const bare = { ...host, locks: null };
  expect(await ownDesk({ desks: async () => ['x'] }, bare)).toBe('new 1');
  expect(
    await ownDesk(
      { desks: async () => ['x'] },
      { ...bare, session: { ...bare.session, getItem: () => 'x' } as TabHost['session'] },
    ),
  ).toBe('x');
  expect(session.size).toBe(1);
});
