/** What is known of each pixel of a picture, row after row. */
export interface CellMaps {
  readonly width: number;
  readonly height: number;
  /** Chance, 0..1, of being inside a cell. */
  readonly inside: Float32Array;
  /** How deep inside its own cell: about 0 at the border to 1 in the middle. */
  readonly deep: Float32Array;
  /** Chance, 0..1, that two cells touch here. */
  readonly between: Float32Array;
}
