import { writeFileSync } from 'node:fs';
import { mostResident } from './most-resident.mjs';

/** Forgets the most that this process ever held (Linux, proc(5): clear_refs). @returns whether that could be done. */
function forgetPeak(): boolean {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return true;
  } catch {
    return false;
  }
}

/**
 * Begins to watch the memory of this process.
 *
 * @returns how many bytes more than now it has held at most since then. Where a peak cannot be forgotten, one below an earlier
 *   peak is not seen, and counts as nothing.
 */
export function memoryGrowth(): () => number {
  const resident = process.memoryUsage().rss;
  const before = forgetPeak() ? 0 : mostResident();
  return () => {
    const peak = mostResident();
    return peak > before ? Math.max(0, peak - resident) : 0;
  };
}
