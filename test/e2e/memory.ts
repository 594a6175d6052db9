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
