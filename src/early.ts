import type { LookName } from './bridge/first-look-messages.ts';
import LookWorker from './bridge/first-look-worker.ts?worker';
import { lastPainter, openLooker } from './state/looker.ts';

// A script of its own, which does not wait for the page's others: the first look has the longest way to the first colours.

/** The page's folder. */
export const base = new URL(import.meta.env.BASE_URL, location.href).href;

/** Names the version of the page; empty in development. */
export const version = document.querySelector<HTMLMetaElement>('meta[name="eosin-version"]')?.content ?? '';

const known: LookName = { base, version, model: lastPainter() };
export const looker = openLooker(new LookWorker({ name: JSON.stringify(known) }));
