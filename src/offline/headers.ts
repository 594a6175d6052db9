/** A page with these may use threads: no document of another origin shares its memory. */
export const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * A worker takes its policy from its own answer and not from the page that starts it. What tfjs' threads need besides is
 * `blob:`; the page forbids it to itself in index.html.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval' blob:",
  "worker-src 'self' blob:",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "manifest-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** What every answer carries: of the server, and of the service worker, which adds them where a host sends none. */
export const headers = { ...isolation, 'Content-Security-Policy': policy };
