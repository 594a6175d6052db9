/** What went wrong, for a program; the sentence says it to a person. */
export type ErrorCode =
  | 'cancelled'
  /** The file is damaged, too large or of a kind that is not read. */
  | 'file'
  | 'recipe'
  /** A model is missing, incomplete or damaged. */
  | 'model'
  /** A training that cannot go on: its losses are no numbers, its nets stand still, its checkpoint is of another plan. */
  | 'training'
  /** The browser does not encode what was asked for, or stopped encoding. */
  | 'film'
  /** The browser keeps no files for this page, has no more room for them, or another tab is at work on them. */
  | 'storage'
  /** The GPU went away or refused a kernel, and could not be rebuilt. */
  | 'device'
  /** A script of the page or of the engine could not be loaded: the tab is offline, or older than the version on the server. */
  | 'part'
  /** The worker gave no sign of life and was restarted. */
  | 'stuck'
  /** A fault of ours. */
  | 'internal';

/** An error with a code and one plain sentence that names the thing, what was found and what would do. */
export class StudioError extends Error {
  override readonly name = 'StudioError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.code = code;
  }
}
