/** The most mended pictures that a net learns from at once, so that each is seen often enough. */
export const MOST_CORRECTIONS = 5;
