import type { Cache, Made } from './cache.ts';
import { MOST_DRAFTED } from './draft/unet-draft.ts';
import { downloadWords, titleOf } from './models/download-words.ts';
import type { Generator } from './models/load.ts';
import { type Shelf, whileHeld } from './models/shelf.ts';
import type { Picture } from './picture.ts';
import { draft, paint } from './stages/colour.ts';
import { fromCallback } from './steps/from-callback.ts';
import { mapped } from './steps/mapped.ts';

/** What a generator paints from. */
interface PaintGround {
  readonly edges: Picture;
  readonly grey: Picture;
  /** Names the edges in the cache, and with them the grey picture. */
  readonly key: string;
}

/** How far a load or a painting is, in words. */
interface Far {
  readonly words: string;
  readonly done: number;
  readonly of: number;
}

/** A generator's colours. */
interface Painted {
  readonly picture: Picture;
  /** Names it in the cache. */
  readonly key: string;
  /** The model, and what names its weights. */
  readonly by: { readonly id: string; readonly sha256: string };
  readonly cached: boolean;
  /** What follows from it is not to be kept either. */
  readonly isDraft: boolean;
  /** That painting it took, now or when it was put into the cache. */
  readonly seconds: number;
}

/**
 * A generator's colours, from the cache or painted now.
 *
 * @param isDraft takes a draft where they are not in the cache, as far as the generator has one; a draft is not kept.
 * @param check throws what is known of a model that could not be loaded.
 * @throws StudioError `model`; the signal's reason when aborted.
 */
export async function* painted(
  ground: PaintGround,
  id: string,
  context: { readonly cache: Cache; readonly shelf: Shelf; now(): number },
  signal: AbortSignal,
  isDraft: boolean,
  check: () => void,
): AsyncGenerator<Far, Painted> {
  const { cache, shelf, now } = context;
  const keyOf = (sha256: string) => `paint ${sha256} ${ground.key}`;
  const sha256 = await shelf.hash(id);
  const before = cache.get(keyOf(sha256)) as Omit<Made<Picture>, 'cached'> | undefined; // as put below
  if (before) {
    const { value: picture, seconds } = before;
    return { picture, key: keyOf(sha256), by: { id, sha256 }, cached: true, isDraft: false, seconds };
  }
  check();
  const begin = now();
  const { picture, by, drafted } = yield* generate(ground, id, context, signal, isDraft);
  const seconds = now() - begin;
  const key = keyOf(by.sha256); // another may have taken its place while it was loading
  if (drafted) return { picture, key: `drafted ${key}`, by, cached: false, isDraft: true, seconds };
  cache.put(key, { value: picture, seconds }, picture.data.byteLength);
  return { picture, key, by, cached: false, isDraft: false, seconds };
}

/** Loads the model where it is not yet in memory, and paints; looks at `signal` after each layer. */
async function* generate(
  { edges, grey }: PaintGround,
  model: string,
  context: { readonly shelf: Shelf },
  signal: AbortSignal,
  isDraft: boolean,
): AsyncGenerator<Far, { picture: Picture; by: Painted['by']; drafted: boolean }> {
  const far = (words: string, done: number, of: number): Far => {
    signal.throwIfAborted();
    return { words, done, of };
  };

  const title = titleOf(await context.shelf.manifests(), model);
  const loading = loadGenerator(model, context, signal);
  const generator = yield* mapped(loading, ([done, of]) => far(downloadWords(title, done, of), done, of));
  const by = { id: generator.manifest.id, sha256: generator.sha256 };
  const isSmall = edges.width * edges.height <= MOST_DRAFTED;
  const drafted = isDraft && isSmall ? await generator.draft?.() : null;
  if (drafted) {
    try {
      return { picture: draft(edges, grey, generator, drafted), by, drafted: true };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error; // there is no memory for it: the net itself paints
    }
  }
  const painting = whileHeld(context.shelf, generator, paint(edges, grey, generator));
  const picture = yield* mapped(painting, ({ done, of }) =>
    far(`Painting with ${generator.manifest.title}`, done, of),
  );
  return { picture, by, drafted: false };
}

/**
 * Loads a generator that is not yet in memory. Yields the bytes that have come over a network, and those of all.
 *
 * @param way which of a model's generators: the one that paints, or that of its way back.
 * @throws as `Shelf.generator` and `Shelf.back`.
 */
export async function* loadGenerator(
  model: string,
  { shelf }: { readonly shelf: Shelf },
  signal: AbortSignal,
  way: 'generator' | 'back' = 'generator',
): AsyncGenerator<[done: number, of: number], Generator> {
  yield* fromCallback<[number, number], Generator>((report) =>
    shelf[way](model, (done, of) => report([done, of]), signal),
  );
  return await shelf[way](model, () => {}, signal); // the one that is on the shelf now
}
