import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

import { evaluate, type Tab } from './tab.ts';

/** Kinds of elements, as people call them. */
export type Role = 'button' | 'tab' | 'radio' | 'checkbox' | 'switch' | 'menuitem' | 'textbox' | 'figure';

/** The longest that one thing may take on a machine with other work to do: spent only where a test fails. */
const LONGEST_MS = 180_000;

/**
 * Waits until a question has an answer that is neither null, false, 0 nor empty.
 *
 * @param what is waited for, in words.
 * @throws Error with what the page says of itself when it takes too long; at once what `ask` throws.
 */
export async function until<T>(tab: Tab, what: string, ask: () => Promise<T>): Promise<NonNullable<T>> {
  for (const begin = Date.now(); Date.now() - begin < LONGEST_MS; ) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const page = [await statusLine(tab), ...(await alerts(tab)), ...(await pageErrors(tab))];
  throw new Error(`${what}: not in ${LONGEST_MS / 1000} s. The page says: ${page.join(' | ')}`);
}

/** Marks the first shown element of a kind and an exact name, outside of what a dialog hides. @returns a selector; null for none. */
const found = (tab: Tab, role: Role, name: string): Promise<string | null> =>
  evaluate(
    tab,
    (role, name) => {
      const kinds: Readonly<Record<string, string>> = {
        button: 'button:not([role])',
        textbox: 'input:not([type]), input[type="text"]',
        figure: 'figure',
      };
      const nameOf = (element: Element) => {
        const own = element instanceof HTMLButtonElement ? element.labels[0]?.textContent : null;
        return (element.getAttribute('aria-label') ?? own ?? element.textContent ?? '').trim();
      };
      const isShown = (element: Element) =>
        element.getClientRects().length > 0 && element.closest('[aria-hidden="true"], [inert]') === null;
      const all = [...document.querySelectorAll(kinds[role] ?? `[role="${role}"]`)];
      const one = all.find(
        (element) => nameOf(element) === name && isShown(element) && !element.matches(':disabled'),
      );
      if (!one) return null;
      for (const marked of document.querySelectorAll('[data-found]')) marked.removeAttribute('data-found');
      one.setAttribute('data-found', '');
      return '[data-found]';
    },
    role,
    name,
  );

/** Clicks on an element as soon as it is there and enabled. */
export async function click(tab: Tab, role: Role, name: string): Promise<void> {
  await tab.click(await until(tab, `${role} "${name}"`, () => found(tab, role, name)));
}

/** Types a number into the field of a slider. */
export async function type(tab: Tab, slider: string, value: number): Promise<void> {
  const name = `${slider}, number`;
  await tab.fill(await until(tab, `field "${name}"`, () => found(tab, 'textbox', name)), `${value}`);
}

export type PaneName = 'Input' | 'Edges' | 'Cells' | 'Colour' | 'Dream';

const stateOf = (tab: Tab, name: PaneName) =>
  evaluate(
    tab,
    (name) => document.querySelector<HTMLElement>(`figure[aria-label="${name}"]`)?.dataset.state ?? '',
    name,
  );

/** Waits until nothing runs and these panes show a finished picture. @throws Error at once when an alert tells of a fault. */
export async function ready(tab: Tab, ...names: readonly PaneName[]): Promise<void> {
  await until(tab, `${names.join(', ')} ready`, async () => {
    const [alert] = await alerts(tab);
    if (alert) throw new Error(`an alert says: ${alert}`);
    const states = await Promise.all(names.map((name) => stateOf(tab, name)));
    return states.every((state) => state === 'ready') && (await found(tab, 'button', 'Cancel')) === null;
  });
}

/** The picture in a pane, RGBA. */
export const pixels = (tab: Tab, name: PaneName) =>
  evaluate(
    tab,
    (name) => {
      const canvas = document.querySelector<HTMLCanvasElement>(`figure[aria-label="${name}"] canvas`);
      const context = canvas?.getContext('2d');
      if (!canvas || !context) throw new Error(`no picture in the pane ${name}`);
      const { width, height } = canvas;
      return { width, height, data: [...context.getImageData(0, 0, width, height).data] };
    },
    name,
  );

/** Drops files from disk on the page. */
export async function drop(tab: Tab, paths: readonly string[]): Promise<void> {
  const files = paths.map((path) => ({
    name: basename(path),
    base64: readFileSync(path).toString('base64'),
  }));
  await evaluate(
    tab,
    (list) => {
      const dataTransfer = new DataTransfer();
      for (const { name, base64 } of list) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        dataTransfer.items.add(new File([bytes], name));
      }
      const on = document.querySelector('main') ?? document.body;
      for (const type of ['dragenter', 'dragover', 'drop']) {
        on.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      }
    },
    files,
  );
}

/** Chooses a picture of the tray. */
export const choose = (tab: Tab, file: string) =>
  evaluate(
    tab,
    (file) => {
      const items = [...document.querySelectorAll<HTMLElement>('[aria-label="Images"] li')];
      items
        .find((item) => item.getAttribute('aria-label') === file)
        ?.querySelector('button')
        ?.click();
    },
    file,
  );

export const alerts = (tab: Tab) =>
  evaluate(tab, () => [...document.querySelectorAll('[role="alert"]')].map((one) => one.textContent ?? ''));

interface Witness {
  readonly errors: string[];
  readonly saved: { name: string; blob: Blob }[];
}

/** What witness.js has seen go wrong. */
export const pageErrors = (tab: Tab) =>
  evaluate(tab, () => (globalThis as unknown as { witness: Witness }).witness.errors);

/** The file that was saved last, as soon as there is one; it is then forgotten. */
export async function saved(tab: Tab): Promise<{ name: string; bytes: Buffer }> {
  const { name, base64 } = await until(tab, 'a saved file', () =>
    evaluate(tab, async () => {
      const file = (globalThis as unknown as { witness: Witness }).witness.saved.pop();
      if (!file) return null;
      const bytes = new Uint8Array(await file.blob.arrayBuffer());
      let letters = '';
      for (const byte of bytes) letters += String.fromCharCode(byte);
      return { name: file.name, base64: btoa(letters) };
    }),
  );
  return { name, bytes: Buffer.from(base64, 'base64') };
}

/** The files of weights that this engine has asked the server for. */
export const downloads = (tab: Tab): Promise<string[]> =>
  evaluate(tab, async () => (await fetch('/downloads')).json());

/** What the status line says. */
export const statusLine = (tab: Tab) =>
  evaluate(tab, () => document.querySelector('[role="status"][aria-label="Device"]')?.textContent ?? '');
