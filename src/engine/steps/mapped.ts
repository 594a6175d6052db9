/**
 * The same steps, each event as `change` tells it, and the same result. Where the caller stops between two of them, the
 * steps are ended too, so that what they hold is freed.
 */
export async function* mapped<From, To, Result>(
  steps: AsyncGenerator<From, Result>,
  change: (event: From) => To,
): AsyncGenerator<To, Result> {
  try {
    let step = await steps.next();
    for (; !step.done; step = await steps.next()) yield change(step.value);
    return step.value;
  } finally {
    await steps.return(undefined as never); // ends them also after a stop; the value is not read
  }
}
