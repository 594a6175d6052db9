/** The part of gifenc that is used here. */
declare module 'gifenc' {
  type Palette = readonly (readonly [red: number, green: number, blue: number])[];

  export function GIFEncoder(): {
    readonly stream: { writeBytes(bytes: Uint8Array | readonly number[]): void };
    /** @param options `delay` in milliseconds, of which a GIF keeps hundredths of a second; it repeats for ever. */
    writeFrame(
      indices: Uint8Array,
      width: number,
      height: number,
      options: { palette: Palette; delay: number },
    ): void;
    finish(): void;
    bytes(): Uint8Array<ArrayBuffer>;
  };

  export function quantize(rgba: Uint8Array | Uint8ClampedArray, colours: number): Palette;
  export function applyPalette(rgba: Uint8Array | Uint8ClampedArray, palette: Palette): Uint8Array;
}
