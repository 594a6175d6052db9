/** Where a chain of sub-blocks (a length, then so many bytes; 0 ends) goes on after it; null where the file ends first. */
export function endOfBlocks(bytes: Uint8Array, at: number): number | null {
  while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] ?? 0);
  return at < bytes.length ? at + 1 : null;
}

/** Where the next block begins: zeros that some programs leave between blocks are passed over. */
export function nextBlock(bytes: Uint8Array, at: number): number {
  while (bytes[at] === 0) at++;
  return at;
}
