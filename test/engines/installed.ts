import { firefox, webkit } from '../browser.mjs';

/** Whether a test of an engine runs here: where it is not installed the test is left out, except in CI, where it fails. */
export const runsHere = {
  firefox: firefox() !== undefined || process.env.CI === 'true',
  webkit: webkit() !== undefined || process.env.CI === 'true',
};

/** @throws Error that says what to install. */
export function firefoxPath(): string {
  const path = firefox();
  if (path) return path;
  throw new Error('there is no Firefox: install it (Debian: firefox-esr), or name it in EOSIN_FIREFOX');
}

/** @throws Error that says what to install. */
export function webkitPaths() {
  const paths = webkit();
  if (paths) return paths;
  throw new Error(
    'there is no WebKit with its driver: on Debian and Ubuntu install webkit2gtk-driver and xvfb',
  );
}
