/**
 * Takes the batch for this tab, until the answer is called or the tab is closed.
 *
 * @returns null where another tab has it.
 */
export async function holdBatch(): Promise<(() => void) | null> {
  if (!navigator.locks) return () => {}; // over plain HTTP there are neither locks nor files that two tabs could share
  return new Promise((resolve, reject) => {
    const held = (lock: Lock | null) =>
      lock ? new Promise<void>((release) => resolve(release)) : resolve(null);
    navigator.locks.request('eosin-batch', { ifAvailable: true }, held).catch(reject);
  });
}
