const types = {
  png: 'image/png',
  mp4: 'video/mp4',
  webm: 'video/webm',
  gif: 'image/gif',
  zip: 'application/zip',
};

/** Hands bytes to the browser's downloads. */
export function save(name: string, bytes: Uint8Array<ArrayBuffer>, type: keyof typeof types) {
  const url = URL.createObjectURL(new Blob([bytes], { type: types[type] }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // the download starts after this task
}
