/**
 * Turns work that reports by callback into a generator that yields the reports. Only the newest report waits to be
 * taken; older ones are dropped.
 */
export async function* fromCallback<Report, Result>(
  work: (report: (value: Report) => void) => Promise<Result>,
): AsyncGenerator<Report, Result> {
  let newest: { value: Report } | undefined;
  let wake = () => {};
  const result = work((value) => {
    newest = { value };
    wake();
  });
  let settled = false;
  const end = () => {
    settled = true;
    wake();
  };
  result.then(end, end);
  while (!settled) {
    if (newest) {
      const { value } = newest;
      newest = undefined;
      yield value;
    } else {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  return result;
}
