const compiled = new Map<string, Promise<WebAssembly.Module>>();

/**
 * Compiles WebAssembly from a base64 data URL, once: no request, and the same in a browser's worker and in Node.
 * A Content-Security-Policy has to allow 'wasm-unsafe-eval' for it.
 */
export function compile(dataUrl: string): Promise<WebAssembly.Module> {
  const known = compiled.get(dataUrl);
  if (known !== undefined) return known;
  const base64 = dataUrl.slice(dataUrl.indexOf(',') + 1);
  const module = WebAssembly.compile(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
  compiled.set(dataUrl, module);
  return module;
}
