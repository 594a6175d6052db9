import type { Cache } from './cache.ts';
import { plainUnet } from './draft/plain-unet.ts';
import { MOST_DRAFTED, type UnetDraft, unetDraft } from './draft/unet-draft.ts';
import type { ModelHost } from './models/host.ts';
import { compare, storedPart } from './models/load-parts.ts';
import type { Manifest } from './models/manifest.ts';
import { plainWeights } from './models/plain-weights.ts';
import type { Stored } from './models/safetensors.ts';
import { DEPTHS, unetShapes } from './nets/unet-shapes.ts';
import type { Recipe } from './recipe.ts';
import type { RenderEvent } from './render-event.ts';
import type { Source } from './source.ts';
import { draft, lay } from './stages/colour.ts';
import { toEdges } from './to-edges.ts';

/** What a first look stands on. */
interface LookContext {
  readonly cache: Cache;
  /** Seconds on a clock that only goes forward. */
  now(): number;
}

/** A generator that can only draft. */
export interface Drafter {
  readonly manifest: Manifest;
  /** The sides of what it paints are whole multiples of this, in pixels. */
  readonly grain: number;
  readonly draft: UnetDraft;
}

/**
 * The stages up to colours before there is a device, without tfjs: edges by the plain code, colours by a U-Net's draft. Cells
 * and dreams, which need one, are left out, and so are colours that need cells.
 *
 * @param painter the model that the recipe paints with, on its way; null for none.
 * @throws as `render`.
 */
export async function* firstLook(
  source: Source,
  recipe: Recipe,
  painter: Promise<Drafter | null> | null,
  context: LookContext,
  signal: AbortSignal,
): AsyncGenerator<RenderEvent, void> {
  painter?.catch(() => {}); // it comes while the picture is read; whoever waits for it hears of a failure
  const { developed, edges } = yield* toEdges(source, recipe, { ...context, device: { gpu: null } }, signal);
  const begin = context.now();
  const isFit = !recipe.colour.insideCells && edges.width * edges.height <= MOST_DRAFTED;
  const drafter = isFit ? await painter : null;
  if (!drafter) return;
  const painted = draft(edges, developed.grey, drafter, drafter.draft);
  yield {
    type: 'picture',
    stage: 'colour',
    picture: lay(painted, developed.rgb, recipe.colour),
    run: { stage: 'colour', cached: false, seconds: context.now() - begin },
  };
}

/**
 * Loads a model to draft with.
 *
 * @returns null where it has no draft.
 * @throws StudioError `model`; the signal's reason when aborted.
 */
export async function loadDrafter(
  manifest: Manifest,
  host: ModelHost,
  signal: AbortSignal,
): Promise<Drafter | null> {
  const { architecture, title } = manifest;
  const { kind } = architecture;
  if (!(kind in DEPTHS)) return null; // a ResNet
  const depth = DEPTHS[kind as keyof typeof DEPTHS]; // as was just seen
  const tensors = new Map<string, Stored>();
  for (const part of manifest.weights.parts) {
    const stored = await storedPart(manifest, part, host, () => {}, signal);
    for (const [name, one] of stored.tensors) tensors.set(name, one);
  }
  const weights = plainWeights(tensors, title);
  compare(weights, unetShapes({ ...architecture, depth }), title);
  const drafted = unetDraft(plainUnet((name) => weights.get(name), depth));
  return drafted && { manifest, grain: 2 ** depth, draft: drafted };
}
