import { damaged } from './refusal.ts';
import { compile } from './wasm.ts';

/** Takes what it needs of a decoded picture: RGBA, row after row, 0..255. The bytes are gone after the call. */
export type Take<T> = (rgba: Uint8Array, width: number, height: number) => T;

/**
 * Decodes one stream that `mendJpeg` made, not turned by its Exif orientation.
 *
 * @returns what `take` made of the picture, and what libjpeg warned of first, if anything; it decodes on behind a warning.
 * @throws Refusal where there is no picture.
 */
export type Jpeg = <T>(
  stream: Uint8Array,
  take: Take<T>,
) => Promise<{ readonly value: T; readonly warning: string | null }>;

/** Warnings after which the picture is still whole: bytes that some cameras leave before a marker, versions of tables. */
const harmless = /extraneous bytes before marker|unknown JFIF revision|Unknown Adobe color transform/;

/**
 * Stands in for the two constructors by which the codec hands over its pixels. It finds them by name and lets them copy
 * the pixels twice; in their place `take` reads the pixels where they lie in the codec's memory, and 108 megapixels cost
 * 432 MB less.
 */
function standIns() {
  const scope = globalThis as unknown as { Uint8ClampedArray: unknown; ImageData: unknown };
  let take: Take<unknown> = () => undefined;
  let taken: { value: unknown } | null = null;
  // The codec keeps what it found at its first call, so both are the same at every call.
  const constructors = {
    Uint8ClampedArray: function asTheyLie(view: Uint8Array) {
      return view;
    },
    ImageData: function handedOver(view: Uint8Array, width: number, height: number) {
      taken = { value: take(view, width, height) };
      return taken;
    },
  };
  return <T>(decode: () => void, taker: Take<T>): { value: T } | null => {
    const own = { Uint8ClampedArray: scope.Uint8ClampedArray, ImageData: scope.ImageData };
    [take, taken] = [taker, null];
    Object.assign(scope, constructors);
    try {
      decode(); // nothing else runs before it returns
    } finally {
      Object.assign(scope, own);
    }
    return taken as { value: T } | null; // what the taker of this call returned
  };
}

/**
 * A decoder (mozjpeg in WebAssembly, lazily loaded) for the streams of one file. After a failure it starts afresh, for
 * the library's state is unknown then.
 */
export async function openJpeg(): Promise<Jpeg> {
  const [{ default: create }, { default: wasm }] = await Promise.all([
    import('@jsquash/jpeg/codec/dec/mozjpeg_dec.js'),
    import('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm?url&inline'),
  ]);
  const compiled = await compile(wasm);
  let warnings: string[] = [];
  const start = async () => {
    const codec = await create({
      instantiateWasm: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => {
        const instance = new WebAssembly.Instance(compiled, imports);
        done(instance);
        return instance.exports;
      },
      printErr: (line: string) => warnings.push(line),
    });
    return { codec, lend: standIns() };
  };
  let running = await start();
  return async (stream, take) => {
    warnings = [];
    try {
      const { codec, lend } = running;
      const taken = lend(() => codec.decode(stream, false), take);
      if (taken === null) throw new Error('no picture');
      return { value: taken.value, warning: warnings.find((line) => !harmless.test(line)) ?? null };
    } catch (cause) {
      const words = warnings.at(-1) ?? String(cause);
      running = await start();
      throw Object.assign(damaged(`its JPEG data make no sense (${words})`), { cause });
    }
  };
}
