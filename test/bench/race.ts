/**
 * Times contestants in turns, so that what else the machine does meets all of them alike. One round before the first
 * is not counted: it pays for compilers and caches.
 *
 * @returns each one's milliseconds, round by round.
 */
export async function race<Name extends string>(
  contestants: Readonly<Record<Name, () => Promise<unknown>>>,
  rounds: number,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contestants) as Name[]; // a record has no other keys
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const begin = performance.now();
      await contestants[name]();
      if (round > 0) times[name].push(performance.now() - begin);
    }
  }
  return times;
}
