import { RecipeError } from '../recipe.ts';
import { base, baseOfForm2, baseOfForm3 } from './base.ts';
import { departures, withDepartures } from './departures.ts';
import { checkShared, hasStrokes, type SharedRecipe, withoutStrokes } from './shared-recipe.ts';

/** Of what stands in a link that is written; another form of it has another number. */
const FORM = 3;

/** What links of each form leave out. */
const bases: ReadonlyMap<unknown, Readonly<Record<string, unknown>>> = new Map([
  [1, { ...base }],
  [2, { ...baseOfForm2 }],
  [FORM, { ...baseOfForm3 }],
]);

/** Longer links are cut off by some mail programs, and make codes that no camera reads. */
export const LONGEST_LINK = 2_000;

/** Letters of a link that are read at most: Deflate unpacks no more than a thousand times as much. */
const LONGEST_READ = 16_000;

const LEAD = '#r=';

/** A recipe as the end of a link, from its "#" on: JSON of what departs from base.ts, deflated (RFC 1951), in base64url. */
export async function linkEnd({ picture, recipe }: SharedRecipe): Promise<string> {
  const { deflateSync } = await import('fflate');
  const json = JSON.stringify([FORM, picture, departures({ ...baseOfForm3 }, { ...recipe })]);
  const packed = deflateSync(new TextEncoder().encode(json), { level: 9 });
  return LEAD + base64url(packed);
}

/** A link that is short enough, with what was drawn where there is room for it. @param page its address. */
export async function shortLink(
  page: string,
  shared: SharedRecipe,
): Promise<{ readonly link: string; readonly leavesOutStrokes: boolean }> {
  const whole = page + (await linkEnd(shared));
  if (whole.length < LONGEST_LINK) return { link: whole, leavesOutStrokes: false };
  return { link: page + (await linkEnd(withoutStrokes(shared))), leavesOutStrokes: hasStrokes(shared) };
}

/** Whether an address carries a recipe. @param hash from its "#" on. */
export const carriesRecipe = (hash: string): boolean => hash.startsWith(LEAD);

/**
 * The recipe that a link carries.
 *
 * @param hash the end of its address, from its "#" on.
 * @throws RecipeError in a sentence that says what does not fit.
 */
export async function recipeInLink(hash: string): Promise<SharedRecipe> {
  const parts = await unpacked(hash.slice(LEAD.length));
  if (!Array.isArray(parts)) throw new RecipeError(DAMAGED);
  const [form, picture, departing] = parts;
  const from = bases.get(form);
  if (!from) {
    throw new RecipeError(
      `The link is of form ${JSON.stringify(form)}, and this Eosin reads forms up to ${FORM}: reload the page for its newest version.`,
    );
  }
  if (typeof departing !== 'object' || departing === null) throw new RecipeError(DAMAGED);
  const recipe: unknown = withDepartures(from, { ...departing });
  return checkShared({ picture, recipe });
}

const DAMAGED = 'The link is damaged: ask for it once more, and take care to copy all of it.';

async function unpacked(text: string): Promise<unknown> {
  const { inflateSync } = await import('fflate');
  try {
    if (text.length > LONGEST_READ) throw new RangeError(`it has ${text.length} letters`);
    const bytes = inflateSync(fromBase64url(text));
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new RecipeError(DAMAGED, { cause });
  }
}

/** RFC 4648, section 5, without padding. */
const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const fromBase64url = (text: string) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
