import { type ParseArgsConfig, parseArgs } from 'node:util';
import { StudioError } from '../engine/errors.ts';

/** One of the command's words: `eosin edges ...`. */
export interface Verb {
  /** One line for the list of verbs. */
  readonly summary: string;
  /** What `eosin VERB --help` prints. */
  readonly help: string;
  /**
   * @param args what stands after the verb.
   * @param root the project's folder, where the models are.
   * @returns the exit status: 0, or 1 where some files failed.
   * @throws WrongUse before anything is written.
   */
  run(args: readonly string[], root: string): Promise<0 | 1>;
}

/** The command cannot be meant as it was given; one line that says what to change. Exit status 2. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse';
}

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<T extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: T; allowPositionals: true; strict: true }>
>;

/**
 * Options and file names of a verb.
 *
 * @throws WrongUse on an option that the verb does not have or that lacks its value.
 */
export function parsed<const T extends Options>(args: readonly string[], options: T): Parsed<T> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    const [first = ''] = cause.message.split('\n');
    const sentence = first
      .replace(
        /^Option '(--[\w-]+).*argument (is ambiguous|missing)$/,
        '$1 needs a value; a negative one is written $1=-1',
      )
      .replace(/\. To specify .*|\.$/, '');
    const hint = first.startsWith('Unknown option') ? ' A file whose name begins so goes after "--".' : '';
    throw new WrongUse(`${sentence}.${hint}`, { cause });
  }
}

/**
 * The number in an option's text.
 *
 * @param fits what else must hold, as `least` <= value <= `most`.
 * @throws WrongUse naming the option, what was found and what would do.
 */
export function numberIn(
  option: string,
  text: string,
  { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = {},
): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value) && value >= least && value <= most) return value;
  const range = least > Number.NEGATIVE_INFINITY ? ` from ${least} to ${most}` : '';
  throw new WrongUse(`--${option} must be a number${range}, not "${text}".`);
}

/** As {@link numberIn}, for numbers without a fraction. */
export function wholeNumberIn(option: string, text: string, range: { least: number; most: number }): number {
  const value = numberIn(option, text, range);
  if (Number.isInteger(value)) return value;
  throw new WrongUse(`--${option} must be a whole number, not "${text}".`);
}

/** @throws WrongUse listing the words that would do. */
export function oneOf<const T extends string>(option: string, text: string, words: readonly T[]): T {
  const word = words.find((one) => one === text);
  if (word !== undefined) return word;
  const choice = `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
  throw new WrongUse(`--${option} must be ${choice}, not "${text}".`);
}

/** What went wrong with a file: the sentence that names it, or the whole stack where the fault is ours. */
export const failure = (error: unknown): string =>
  error instanceof StudioError ? error.message : String(error instanceof Error ? error.stack : error);
