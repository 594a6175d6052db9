/** A step that takes longer lets others have their turn. */
const PATIENCE_MS = 100;

/** The steps, and null whenever the next is long in coming: what waits for a network must not hold the queue up. */
export async function* patiently<Step, Result>(
  steps: AsyncGenerator<Step, Result>,
): AsyncGenerator<Step | null, Result> {
  let ended = false;
  try {
    for (;;) {
      const step = steps.next();
      step.catch(() => {}); // it is awaited below, perhaps later than it fails
      let result: IteratorResult<Step, Result> | null = null;
      while (result === null) {
        let timer: ReturnType<typeof setTimeout> | undefined;
        const bored = new Promise<null>((resolve) => {
          timer = setTimeout(() => resolve(null), PATIENCE_MS);
        });
        result = await Promise.race([step, bored]).finally(() => clearTimeout(timer));
        if (result === null) yield null;
      }
      if (result.done) {
        ended = true;
        return result.value;
      }
      yield result.value;
    }
  } finally {
    if (!ended) steps.return(undefined as never).catch(() => {}); // not awaited: it may still wait for the network
  }
}
