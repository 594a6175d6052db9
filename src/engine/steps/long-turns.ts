/** What is over sooner keeps nobody waiting. */
const LONG_MS = 8;

/**
 * Says whether whoever works should let others have their turn: when 8 ms have passed since it last said so. A small net has dozens of
 * layers of a millisecond, and a task of its own for each would take as long again where the system is slow with messages.
 */
export function longTurns(): () => boolean {
  let begun = performance.now();
  return () => {
    const now = performance.now();
    if (now - begun < LONG_MS) return false;
    begun = now;
    return true;
  };
}
