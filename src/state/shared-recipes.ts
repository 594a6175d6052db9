import type { Client } from '../bridge/client.ts';
import type { Source } from '../bridge/messages.ts';
import type { Recipe } from '../engine/recipe.ts';
import type { SharedPicture, SharedRecipe } from '../engine/share/shared-recipe.ts';
import { wishOf } from './rendering.ts';
import { originOf, type Sample, sampleSource } from './samples.ts';
import type { Session } from './session.ts';
import type { Studio, StudioStore } from './studio.ts';
import { selectedItem, type TrayItem } from './tray.ts';

/** What opening a recipe works with. */
interface SharingDesk {
  readonly studio: StudioStore;
  readonly client: Pick<Client, 'run'>;
  readonly session: Pick<Session, 'samples'>;
  readonly base: string;
}

/** How samples.ts calls a sample's file. */
const SAMPLE = 'sample-';

const carried = (client: SharingDesk['client'], source: Source, hashed: boolean) =>
  client.run('carried', { source, hashed }, { background: true });

/** What a picture can be found by elsewhere. */
async function pictureOf(source: Source, client: SharingDesk['client']): Promise<SharedPicture> {
  const { id, name } = source;
  if (source.kind === 'drawn') return { kind: 'drawn', name, scene: source.scene, seed: source.seed };
  if (id.startsWith(SAMPLE)) return { kind: 'sample', name, file: id.slice(SAMPLE.length) };
  const { sha256 } = await carried(client, source, true);
  return { kind: 'file', name, sha256: sha256 ?? '' };
}

/** The recipe of what is on screen, with what was drawn on it; null while there is no picture. */
export async function sharedNow({ studio, client }: SharingDesk): Promise<SharedRecipe | null> {
  const wish = wishOf(studio.getState());
  return wish && { picture: await pictureOf(wish.source, client), recipe: wish.recipe };
}

/** A sentence that names a model which the recipe needs and which is not here; null where all are. */
export function missingModel(
  { colour, dream }: Recipe,
  { models, dreamModels }: Pick<Studio, 'models' | 'dreamModels'>,
): string | null {
  if (colour.model !== 'none' && !models?.some(({ id }) => id === colour.model)) {
    return `The recipe paints with the model "${colour.model}", which is not here: ask for its ZIP, drop that on the page, and open the recipe again.`;
  }
  if (dream.enabled && !dreamModels?.some(({ id }) => id === dream.model)) {
    return `The recipe dreams with the network "${dream.model}", which is not here: drop its file on the page, and open the recipe again.`;
  }
  return null;
}

/** What became of a recipe. */
type Outcome = 'taken' | 'waits' | 'refused';

function take({ recipe }: SharedRecipe, picture: string, { studio }: SharingDesk): Outcome {
  const { guide, takeRecipe, offerRecipe, selectPicture, alert, announce } = studio.getState();
  const lacksGuide = recipe.dream.objective === 'guide' && guide === null;
  if (lacksGuide) {
    alert(
      'recipe',
      'The recipe dreams towards a guide picture, which it does not carry: choose one under Dream.',
    );
  }
  selectPicture(picture);
  takeRecipe(lacksGuide ? { ...recipe, dream: { ...recipe.dream, objective: 'mean' } } : recipe, picture);
  offerRecipe(null);
  announce('The recipe was taken; Undo brings the one before back');
  return 'taken';
}

/** Takes a recipe on the picture that is chosen, whichever it was made on. */
export function takeHere(shared: SharedRecipe, desk: SharingDesk): Outcome {
  const item = selectedItem(desk.studio.getState());
  return item ? take(shared, item.source.id, desk) : 'waits';
}

/** Puts a picture that everybody has into the tray. @throws Error in a sentence where it cannot be had. */
async function addCommon(
  picture: Exclude<SharedPicture, { kind: 'file' }>,
  { studio, session, base }: SharingDesk,
): Promise<string> {
  const { name } = picture;
  const samples = await session.samples();
  const sample: Sample | undefined =
    picture.kind === 'drawn'
      ? { title: name, model: 'none', scene: picture.scene, seed: picture.seed }
      : samples.find((one) => 'file' in one && one.file === picture.file);
  if (!sample) throw new Error(`The recipe's picture "${name}" is no sample of this Eosin.`);
  const source = await sampleSource(sample, base);
  // The recipe that follows is the step of undo.
  studio.unrecorded(() => studio.getState().addPictures([{ source, origin: originOf(sample) }]));
  return source.id;
}

/** A picture of the tray that has these bytes, the ones of that name first. */
async function inTray(
  { name, sha256 }: Extract<SharedPicture, { kind: 'file' }>,
  { studio, client }: SharingDesk,
): Promise<string | null> {
  const files = studio
    .getState()
    .items.filter(({ source, state }) => source.kind === 'file' && state === 'ready');
  const inOrder = files.toSorted((a, b) => Number(b.source.name === name) - Number(a.source.name === name));
  for (const { source } of inOrder) {
    if ((await carried(client, source, true)).sha256 === sha256) return source.id;
  }
  return null;
}

/**
 * Takes a recipe on the picture that it was made on, or asks for that picture where it is not here. Where a model is missing
 * nothing changes.
 */
export async function openShared(shared: SharedRecipe, desk: SharingDesk): Promise<Outcome> {
  const { alert, offerRecipe } = desk.studio.getState();
  const missing = missingModel(shared.recipe, desk.studio.getState());
  if (missing !== null) {
    alert('recipe', missing);
    return 'refused';
  }
  const { picture } = shared;
  const id = picture.kind === 'file' ? await inTray(picture, desk) : await addCommon(picture, desk);
  if (id !== null) return take(shared, id, desk);
  offerRecipe({ kind: 'wanted', shared, other: null });
  return 'waits';
}

/** Looks at a picture that has come into the tray: whether it is the one that a recipe waits for, and what it carries itself. */
export async function lookAt({ source }: TrayItem, desk: SharingDesk): Promise<Outcome> {
  const { studio, client } = desk;
  const { offer } = studio.getState();
  const wanted = offer?.kind === 'wanted' && offer.shared.picture.kind === 'file' ? offer : null;
  const found = await carried(client, source, wanted !== null);
  const { pictureGenerated, offerRecipe, selected, offer: now } = studio.getState();
  if (found.carried?.isGenerated) pictureGenerated(source.id);
  if (wanted && now === wanted) {
    const { picture } = wanted.shared;
    if (picture.kind === 'file' && picture.sha256 === found.sha256)
      return take(wanted.shared, source.id, desk);
    offerRecipe({ ...wanted, other: source.name });
    return 'waits';
  }
  if (found.carried && selected === source.id && now?.kind !== 'wanted') {
    const { shared, models } = found.carried;
    offerRecipe({ kind: 'carried', shared, models, by: source.name });
  }
  return 'waits';
}

/** Looks into a file of Eosin's that is no picture, as a figure in PDF: its recipe is offered. @returns false where it carries none. */
export async function lookInto(file: File, { studio, client }: SharingDesk): Promise<boolean> {
  const { name } = file;
  const found = await carried(client, { kind: 'file', id: `recipe of ${name}`, name, blob: file }, false);
  if (!found.carried) return false;
  const { shared, models } = found.carried;
  studio.getState().offerRecipe({ kind: 'carried', shared, models, by: name });
  return true;
}
