import type { Provenance } from '../engine/export/provenance.ts';
import type { Difference } from '../engine/metrics/picture-difference.ts';

/** What a person named beside a file. */
export interface Given {
  readonly source?: readonly string[] | undefined;
  readonly guide?: string | undefined;
  readonly labels?: readonly string[] | undefined;
}

/** How a file compares with what its own words make. */
export interface Verdict {
  readonly file: string;
  readonly source: string;
  readonly shows: Provenance['shows'] | 'figure';
  readonly same: boolean;
  /** How far off; null where it is the same, or has another size. */
  readonly difference: Difference | null;
  /** Models whose weights here are others than those that made the file. */
  readonly otherWeights: readonly string[];
  /** Of a video, of which the pictures that went to the encoder are compared: whether it is as it was written. */
  readonly video?: { readonly isWhole: boolean };
}
