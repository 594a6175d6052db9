/** What may hold planes of another: OME-TIFF's file sets. */
const TIFF = /\.(tiff?|tf[28]|btf)$/i;
/** Of a folder with more than that, those that are named most alike. */
const MOST = 256;

function sameLetters(a: string, b: string): number {
  let count = 0;
  while (count < a.length && a[count] === b[count]) count++;
  return count;
}

/** The TIFFs that came together with one and may hold some of its planes, those named most alike first. */
export function besideOf(file: File, all: readonly File[]): { readonly path: string; readonly blob: Blob }[] {
  if (!TIFF.test(file.name)) return [];
  return all
    .filter((one) => one !== file && TIFF.test(one.name))
    .toSorted((a, b) => sameLetters(b.name, file.name) - sameLetters(a.name, file.name))
    .slice(0, MOST)
    .map((blob) => ({ path: blob.name, blob }));
}
