import { provideClusterEngines } from '../browser.mjs';

/** Installs what is missing, where that may be done; what is still missing then is left out and named. */
export const setup = (): void => provideClusterEngines((line) => process.stdout.write(`${line}\n`));
