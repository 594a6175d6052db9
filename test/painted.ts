/** The end of a generator's work: RGB, -1..1. */
export async function painted(painting: AsyncGenerator<unknown, Float32Array>): Promise<Float32Array> {
  let step = await painting.next();
  while (!step.done) step = await painting.next();
  return step.value;
}
