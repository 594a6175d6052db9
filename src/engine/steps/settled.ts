/** Waits until what another job has begun has ended, well or not. @throws the signal's reason, at once when it is aborted. */
export async function settled(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let stop = () => {};
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
    signal.addEventListener('abort', stop, { once: true });
  });
  await Promise.race([work.catch(() => {}), aborted]);
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
}
