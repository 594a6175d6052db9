/** How a kernel walks over a picture: in steps of `stride` pixels, with `pad` rows and columns of zeros around it. */
export interface Walk {
  readonly stride: 1 | 2;
  readonly pad: number;
}

/** Height and width in pixels. */
export type Size = readonly [height: number, width: number];
