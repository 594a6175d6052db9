import { count, damaged, notRead } from './refusal.ts';

/** It unpacks in a memory of its own, which stays as large, and is copied out of it: a picture stays below 1 GB all told. */
const MOST_BYTES = 128_000_000;

/**
 * Starts the decoder with its WebAssembly from its own text. It would `fetch` it as a `data:` URL, which our
 * Content-Security-Policy forbids; nothing else runs while the stand-in is there.
 */
async function start() {
  const { ZSTDDecoder } = await import('zstddec');
  const codec = new ZSTDDecoder();
  const own = globalThis.fetch;
  globalThis.fetch = async (url) => {
    const base64 = String(url).slice(String(url).indexOf(',') + 1);
    return new Response(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
  };
  try {
    const started = codec.init(); // asks for the bytes before it returns, once for all decoders
    return { codec, started };
  } finally {
    globalThis.fetch = own;
  }
}

/**
 * Unpacks Zstandard (RFC 8878), and never more than it should hold.
 *
 * @param size bytes that must come out.
 * @throws Refusal where they do not, or are too many.
 */
export async function unpackZstandard(packed: Uint8Array, size: number): Promise<Uint8Array> {
  if (Math.max(size, packed.length) > MOST_BYTES) {
    throw notRead(
      `Zstandard data in parts of ${count(size)} bytes`,
      'Save it in smaller parts, or with Deflate.',
    );
  }
  const { codec, started } = await start();
  await started;
  // libzstd stops at `size`; where it fails, what comes back is of another length.
  const out = codec.decode(packed, size);
  if (out.length !== size) throw damaged('its Zstandard data make no sense');
  return out;
}
