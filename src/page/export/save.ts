const types = {
  png: 'image/png',
  jpg: 'image/jpeg',
  mp4: 'video/mp4',
  webm: 'video/webm',
  gif: 'image/gif',
  zip: 'application/zip',
  json: 'application/json',
  geojson: 'application/geo+json',
  csv: 'text/csv',
  tif: 'image/tiff',
  svg: 'image/svg+xml',
  pdf: 'application/pdf',
};

/** Hands bytes to the browser's downloads. */
export const save = (name: string, bytes: Uint8Array<ArrayBuffer>, type: keyof typeof types) =>
  saveBlob(name, new Blob([bytes], { type: types[type] }));

/** Hands a file to the browser's downloads, without holding it where it lies on a disk. */
export function saveBlob(name: string, blob: Blob) {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // the download starts after this task
}

/** So many bytes in words, as "3.4 MB". */
export const sizeWords = (bytes: number) =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** The size of a file in words. */
export const sizeOf = ({ length }: Uint8Array) => sizeWords(length);
