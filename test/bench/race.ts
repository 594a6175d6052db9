/**
 * Milliseconds that pass; or those that processors spend on this process, which on a machine that others use too are the
 * fair measure of contestants of one thread.
 */
export const clocks = {
  wall: () => performance.now(),
  processor: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
} as const;
export type Clock = keyof typeof clocks;

/**
 * Times contestants in turns, so that what else the machine does meets all of them alike. One round before the first
 * is not counted: it pays for compilers and caches.
 *
 * @returns each one's milliseconds, round by round.
 */
export async function race<Name extends string>(
  contestants: Readonly<Record<Name, () => Promise<unknown>>>,
  rounds: number,
  clock: Clock,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contestants) as Name[]; // a record has no other keys
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  const now = clocks[clock];
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const begin = now();
      await contestants[name]();
      if (round > 0) times[name].push(now() - begin);
    }
  }
  return times;
}
