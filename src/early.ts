import { openLooker } from './state/looker.ts';

// A script of its own, which does not wait for the page's others: the first look has the longest way to the first colours.

/** The page's folder. */
export const base = new URL(import.meta.env.BASE_URL, location.href).href;

/** Names the version of the page; empty in development. */
export const version = document.querySelector<HTMLMetaElement>('meta[name="eosin-version"]')?.content ?? '';

export const looker = openLooker(
  new Worker(new URL('./bridge/first-look-worker.ts', import.meta.url), {
    type: 'module',
    name: 'first look',
  }),
  { base, version },
);
