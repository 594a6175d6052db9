import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';

/**
 * What the page's processes hold (Linux, proc(5)), in bytes: the largest renderer, with its worker.
 *
 * @param kind `VmRSS` for all that is resident; `RssAnon` for the process's own, without what Chromium shares among its processes and may drop: it
 *   keeps a copy of every frame of a video that was drawn, 300 kB of 320 x 240, in a bare page too.
 */
export async function watchMemory(page: Page, kind: 'VmRSS' | 'RssAnon' = 'VmRSS'): Promise<() => number> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  if (!session) throw new Error('the browser has gone');
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  return () =>
    Math.max(
      ...renderers.map((id) => {
        const status = readFileSync(`/proc/${id}/status`, 'utf8');
        return 1024 * Number(new RegExp(`^${kind}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? Number.NaN);
      }),
    );
}

/**
 * Lets the page and its workers collect their garbage, and give back the room that they keep for more of it: a young generation grows to 48 MB of
 * its own accord, and holds the more buffers of pictures the larger it is.
 */
export async function garbageCollector(page: Page): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  const workers: string[] = [];
  const answered = new Map<number, () => void>();
  session.on('Target.attachedToTarget', ({ sessionId }) => workers.push(sessionId));
  session.on('Target.detachedFromTarget', ({ sessionId }) => workers.splice(workers.indexOf(sessionId), 1));
  session.on('Target.receivedMessageFromTarget', ({ message }) => answered.get(JSON.parse(message).id)?.());
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  if (workers.length === 0) throw new Error('the page has no worker');
  let asked = 0;
  return async () => {
    await session.send('HeapProfiler.collectGarbage');
    for (const sessionId of workers) {
      const id = ++asked;
      const answer = new Promise<void>((resolve) => answered.set(id, resolve));
      const message = JSON.stringify({ id, method: 'HeapProfiler.collectGarbage' });
      await session.send('Target.sendMessageToTarget', { sessionId, message });
      await answer;
    }
  };
}
