/** Asks a person where a file is to stand; the DOM's types leave it out, and Firefox and Safari have none. */
declare const showSaveFilePicker:
  | undefined
  | ((options: {
      suggestedName: string;
      types: { description: string; accept: Record<string, string[]> }[];
    }) => Promise<FileSystemFileHandle>);

/** What a file is called and holds. */
const types = {
  tiff: { description: 'OME-TIFF', accept: { 'image/tiff': ['.tif'] } },
  png: { description: 'PNG', accept: { 'image/png': ['.png'] } },
};

/**
 * The place that a person chooses for a picture, so that it is written straight there. Asked for within a click.
 *
 * @returns null where the browser has no such question, or none that may be asked here; undefined where the person has thought better of it.
 */
export async function choosePlace(
  name: string,
  format: keyof typeof types,
): Promise<FileSystemFileHandle | null | undefined> {
  if (typeof showSaveFilePicker === 'undefined') return null;
  try {
    return await showSaveFilePicker({ suggestedName: name, types: [types[format]] });
  } catch (error) {
    return error instanceof DOMException && error.name === 'AbortError' ? undefined : null;
  }
}
