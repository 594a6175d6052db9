/** Said in a tab that is older than the page on the server. */
export const RENEWED =
  'The server has a newer version of Eosin than this tab, and a part that this tab needs is gone. Pictures and settings stay here as they are until you reload: export what you want to keep first.';

/** Said in a tab that keeps all its parts, when a newer version is here as a whole. */
export const NEWER =
  'A newer version of Eosin is here, and runs as soon as you reload. This tab goes on with its own until then: export what you want to keep first.';

/**
 * Whether the server has another version than the one that runs: its page names another first script.
 *
 * @param page the page's address.
 * @param script the address of the script that runs.
 * @returns false where the server cannot be reached: then nobody knows.
 */
export async function isRenewed(
  page: string,
  script: string,
  fetch: typeof globalThis.fetch,
): Promise<boolean> {
  try {
    const response = await fetch(page, { cache: 'no-store' });
    if (!response.ok) return false;
    const scripts = (await response.text()).match(/<script[^>]*\ssrc="[^"]+"/g) ?? [];
    const [name = ''] = new URL(script).pathname.split('/').slice(-1);
    return scripts.length > 0 && !scripts.some((tag) => tag.includes(`/${name}"`));
  } catch {
    return false;
  }
}
