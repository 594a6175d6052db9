import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';

/** What the page's processes hold (Linux, proc(5)), in bytes: the largest renderer, with its worker. */
export async function watchMemory(page: Page): Promise<() => number> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  if (!session) throw new Error('the browser has gone');
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  return () =>
    Math.max(
      ...renderers.map((id) => {
        const status = readFileSync(`/proc/${id}/status`, 'utf8');
        return 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
      }),
    );
}
