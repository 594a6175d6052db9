/** Vite hands WebAssembly over as a data URL, the same in the worker, in Node's build and in tests. */
declare module '*.wasm?url&inline' {
  const dataUrl: string;
  export default dataUrl;
}
