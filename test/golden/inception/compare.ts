/** The norm of the difference over the norm of what is expected. */
export function relativeL2(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  let error = 0;
  let norm = 0;
  for (let i = 0; i < expected.length; i++) {
    const wanted = expected[i] as number; // in range by the loop
    error += ((found[i] as number) - wanted) ** 2; // too few values give NaN, which fails
    norm += wanted ** 2;
  }
  return Math.sqrt(error / norm);
}

/** The cosine of the angle between two vectors. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let dot = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < b.length; i++) {
    const [p, q] = [a[i] as number, b[i] as number]; // as above
    dot += p * q;
    aa += p * p;
    bb += q * q;
  }
  return dot / Math.sqrt(aa * bb);
}
