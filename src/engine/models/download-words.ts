/**
 * What the page says while a model comes over the network: it is kept, so this happens once.
 *
 * @param done and `of`: bytes.
 * @returns as "Downloading Blood stain, 6 of 14 MB, once", below 10 MB with a decimal; when all are there, what goes on then.
 */
export function downloadWords(title: string, done: number, of: number): string {
  if (done >= of) return `Unpacking ${title}`;
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(of < 10e6 ? 1 : 0);
  return `Downloading ${title}, ${megabytes(done)} of ${megabytes(of)} MB, once`;
}

/** What people call a model; its id where it is on no list. */
export const titleOf = (models: readonly { readonly id: string; readonly title: string }[], id: string) =>
  models.find((one) => one.id === id)?.title ?? id;
