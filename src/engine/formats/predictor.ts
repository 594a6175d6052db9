/**
 * Undoes TIFF's horizontal differencing (predictor 2) in place: each sample is the difference to the one of the same
 * channel to its left, modulo its own width. The samples must already be in the machine's byte order.
 *
 * @param samples rows of `rowLength` unsigned samples.
 * @param step samples from a pixel to the next: channels side by side, or 1.
 */
export function undoDifferences(
  samples: Uint8Array | Uint16Array | Uint32Array,
  rowLength: number,
  step: number,
): void {
  for (let row = 0; row < samples.length; row += rowLength) {
    // both places are inside: the row begins at least `step` before
    for (let i = row + step; i < row + rowLength; i++) samples[i]! += samples[i - step]!;
  }
}

/**
 * Undoes TIFF's floating-point predictor (3; Adobe Photoshop TIFF Technical Note 3) row by row: byte differences, then
 * planes of bytes with the most significant first, in whatever byte order the file is.
 *
 * @param bytes rows of `rowLength` samples of `sampleBytes` bytes; overwritten.
 * @returns the same rows as little-endian samples.
 */
export function undoFloatDifferences(
  bytes: Uint8Array,
  rowLength: number,
  sampleBytes: number,
  step: number,
): Uint8Array<ArrayBuffer> {
  const rowBytes = rowLength * sampleBytes;
  undoDifferences(bytes, rowBytes, step);
  const out = new Uint8Array(bytes.length);
  for (let row = 0; row < bytes.length; row += rowBytes) {
    for (let plane = 0; plane < sampleBytes; plane++) {
      let to = row + sampleBytes - 1 - plane;
      const from = row + plane * rowLength;
      for (let i = 0; i < rowLength; i++, to += sampleBytes) out[to] = bytes[from + i] ?? 0;
    }
  }
  return out;
}
