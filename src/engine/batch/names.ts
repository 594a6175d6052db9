/** How files are named that are taken for pictures in a folder; a file that a person chooses by itself is always tried. */
export const pictureEndings: readonly string[] =
  'png,jpg,jpeg,jfif,webp,gif,bmp,tif,tiff,stk,svs,ndpi,dcm,ozx,zarr.zip,avif,heic,heif'.split(',');

/** Whether a file of a folder is taken for a picture. `._*` are companions that macOS writes beside files on other systems' disks. */
export function isPictureName(name: string): boolean {
  const small = name.toLowerCase();
  return !name.startsWith('._') && pictureEndings.some((ending) => small.endsWith(`.${ending}`));
}

/** Two names that some disks do not tell apart, since they differ only in capitals; null where there are none. */
export function alikeNames(names: Iterable<string>): readonly [string, string] | null {
  const seen = new Map<string, string>();
  for (const name of names) {
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) return [other, name];
    seen.set(name.toLowerCase(), name);
  }
  return null;
}
