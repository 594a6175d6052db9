/** What is used of it; the package names a file of types that it does not hold. */
declare module 'jpeg-lossless-decoder-js' {
  export class Decoder {
    /** @param bytesPerSample 1 or 2. @returns samples, pixel after pixel; null where there is no picture. */
    decode(
      buffer: ArrayBuffer,
      offset: number,
      length: number,
      bytesPerSample: number,
    ): Uint8Array | Uint16Array | null;
  }
}
