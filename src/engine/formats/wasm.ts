/** Compiles WebAssembly from a base64 data URL: no request, and the same in a browser's worker and in Node. */
export function compile(dataUrl: string): Promise<WebAssembly.Module> {
  const base64 = dataUrl.slice(dataUrl.indexOf(',') + 1);
  return WebAssembly.compile(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
}
