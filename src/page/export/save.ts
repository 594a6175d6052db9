const types = {
  png: 'image/png',
  mp4: 'video/mp4',
  webm: 'video/webm',
  gif: 'image/gif',
  zip: 'application/zip',
  json: 'application/json',
  geojson: 'application/geo+json',
  csv: 'text/csv',
  tif: 'image/tiff',
};

/** Hands bytes to the browser's downloads. */
export function save(name: string, bytes: Uint8Array<ArrayBuffer>, type: keyof typeof types) {
  const url = URL.createObjectURL(new Blob([bytes], { type: types[type] }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // the download starts after this task
}

/** The size of a file in words, as "3.4 MB". */
export const sizeOf = ({ length }: Uint8Array) =>
  length < 1e6 ? `${Math.ceil(length / 1e3)} kB` : `${(length / 1e6).toFixed(1)} MB`;
