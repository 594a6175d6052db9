import { readFileSync } from 'node:fs';

/**
 * The most bytes that this process ever held. Of its `resourceUsage` a child of a large process gets the peak of its parent, on
 * Linux; of its status it does not.
 *
 * @returns {number}
 */
export function mostResident() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024;
}
