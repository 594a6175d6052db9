type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Fields of `value` that `from` lacks or has otherwise, each taken whole. */
const changed = (from: Fields, value: Fields): Fields =>
  Object.fromEntries(Object.entries(value).filter(([key, one]) => !same(from[key], one)));

/**
 * What a recipe departs in: its slices with those of their fields that are otherwise, each as a whole. A slice that departs
 * in nothing is left out.
 *
 * @param from and `recipe`: plain data of slices.
 */
export function departures(from: Fields, recipe: Fields): Fields {
  const slices = Object.entries(changed(from, recipe)).map(([name, slice]) => {
    const before = from[name];
    return [name, isFields(before) && isFields(slice) ? changed(before, slice) : slice];
  });
  return Object.fromEntries(slices);
}

/** The other way about. What is in neither stays in, so that a check can name it. */
export function withDepartures(from: Fields, departing: Fields): Fields {
  const slices = Object.entries(departing).map(([name, slice]) => {
    const before = from[name];
    return [name, isFields(before) && isFields(slice) ? { ...before, ...slice } : slice];
  });
  return { ...from, ...Object.fromEntries(slices) };
}
