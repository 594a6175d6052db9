/** A file of a result. */
export interface HashedFile {
  /** Without folders. */
  readonly name: string;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** The list of several files' hashes as `LC_ALL=C sha256sum *` in their folder prints it: its SHA-256 names them all. */
export const hashList = (files: readonly HashedFile[]): string =>
  files
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, sha256 }) => `${sha256}  ${name}\n`)
    .join('');
