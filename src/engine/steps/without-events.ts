/** The same steps with null in place of what they tell: a caller may still stop between two of them. */
export async function* withoutEvents<T>(steps: AsyncGenerator<unknown, T>): AsyncGenerator<null, T> {
  try {
    let step = await steps.next();
    for (; !step.done; step = await steps.next()) yield null;
    return step.value;
  } finally {
    await steps.return(undefined as never); // ends them also after a stop; the value is not read
  }
}
