// Runs before the page's own scripts, in every engine alike: keeps what goes wrong, and files in place of saving them.

globalThis.witness = { errors: [], saved: [] };

const note = (words) => globalThis.witness.errors.push(words);
addEventListener('unhandledrejection', ({ reason }) => note(`unhandled: ${reason}`));
addEventListener('securitypolicyviolation', ({ blockedURI, violatedDirective }) =>
  note(`refused by ${violatedDirective}: ${blockedURI}`),
);
// Captured, since an element that cannot be loaded tells its own listeners only.
addEventListener(
  'error',
  (event) => note(event.message ?? `not loaded: ${event.target.src ?? event.target.href}`),
  true,
);

const blobs = new Map();
const { createObjectURL } = URL;
URL.createObjectURL = (blob) => {
  const url = createObjectURL.call(URL, blob);
  blobs.set(url, blob);
  return url;
};

const { click } = HTMLElement.prototype;
HTMLAnchorElement.prototype.click = function () {
  if (this.download === '') click.call(this);
  else globalThis.witness.saved.push({ name: this.download, blob: blobs.get(this.href) });
};
