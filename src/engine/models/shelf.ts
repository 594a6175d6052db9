import { StudioError } from '../errors.ts';
import type { DreamLayer } from '../recipe.ts';
import { settled } from '../steps/settled.ts';
import { createDreamNet, type DreamNet } from './dream-net.ts';
import type { ModelHost } from './host.ts';
import { type Generator, hashOf, loadModel } from './load.ts';
import {
  checkDreamManifest,
  checkManifest,
  type DreamManifest,
  isDreamManifest,
  type Manifest,
} from './manifest.ts';

/** The models of a host: their manifests, and those that are in memory. */
export interface Shelf {
  /** The models that paint. */
  manifests(): Promise<readonly Manifest[]>;
  /** The models to dream with. */
  dreams(): Promise<readonly DreamManifest[]>;
  /** A sentence on each model that is left out because its manifest does not fit. */
  unread(): Promise<readonly string[]>;
  /** What names the weights of the generator of that id now, loaded or not. @throws StudioError `model` as `generator`. */
  hash(id: string): Promise<string>;
  /** A loaded generator, owned by the shelf. @throws StudioError `model` when there is none of that id. */
  generator(id: string, onBytes: (done: number, of: number) => void, signal: AbortSignal): Promise<Generator>;
  /**
   * A model to dream with, owned by the shelf, with the weights that these layers need; the deeper ones arrive when they are
   * asked for. One such model is kept at a time: hold it at once to work with it across steps.
   *
   * @throws StudioError `model` when there is none of that id, or it does not reach one of the layers.
   */
  dreamNet(
    id: string,
    layers: readonly DreamLayer[],
    onBytes: (done: number, of: number) => void,
    signal: AbortSignal,
  ): Promise<DreamNet>;
  /**
   * Keeps a model of the shelf in memory until the function that is returned is called, also where it has made room for
   * another meanwhile; not where the device is lost.
   */
  hold(model: Generator | DreamNet): () => void;
  /** The host has another model of this id, or none: what was known of it is forgotten, also where it is still loading. */
  changed(id: string): void;
  /** Forgets all models in memory: after a device was lost their tensors are gone. */
  clear(): void;
}

interface Listed {
  readonly generators: readonly Manifest[];
  readonly dreams: readonly DreamManifest[];
  readonly unread: readonly string[];
}

/** What a manifest that was not checked calls its model. */
function nameIn(manifest: unknown): string | null {
  if (typeof manifest !== 'object' || manifest === null || !('id' in manifest)) return null;
  return typeof manifest.id === 'string' && manifest.id !== '' ? manifest.id : null;
}

/** @param budgetBytes the most that the generators in memory may weigh; the one in use is always kept. */
export function createShelf(host: ModelHost, budgetBytes: number): Shelf {
  const loaded = new Map<string, Generator>();
  const loading = new Map<string, Promise<Generator>>();
  let dreamt: DreamNet | undefined;
  /** How often each is held. */
  const held = new Map<Generator | DreamNet, number>();
  /** Those that are off the shelf, and held or about to be. */
  const retired = new Set<Generator | DreamNet>();
  let manifests: Promise<Listed> | undefined;
  /** How often a model of the host was replaced, or all that was in memory was lost. */
  let replaced = 0;

  const read = async (): Promise<Listed> => {
    const generators: Manifest[] = [];
    const dreams: DreamManifest[] = [];
    const unread: string[] = [];
    for (const [i, value] of (await host.manifests()).entries()) {
      const name = nameIn(value) ?? `Model ${i + 1}`;
      try {
        if (isDreamManifest(value)) dreams.push(checkDreamManifest(value, name));
        else generators.push(checkManifest(value, name));
      } catch (error) {
        if (!(error instanceof StudioError)) throw error;
        unread.push(error.message); // no reason to show no shelf at all
      }
    }
    return { generators, dreams, unread: [...unread, ...((await host.unread?.()) ?? [])] };
  };

  const list = () => {
    manifests ??= read();
    manifests.catch(() => {
      manifests = undefined; // an offline start must not spoil the next try
    });
    return manifests;
  };

  const retire = (model: Generator | DreamNet) => {
    if (held.has(model)) retired.add(model);
    else model.dispose();
  };

  const makeRoom = (bytes: number) => {
    for (const [id, generator] of loaded) {
      const total = [...loaded.values()].reduce((sum, one) => sum + one.bytes, bytes);
      if (total <= budgetBytes) return;
      retire(generator);
      loaded.delete(id);
    }
  };

  const count = (model: Generator | DreamNet, by: 1 | -1) => {
    const left = (held.get(model) ?? 0) + by;
    if (left > 0) held.set(model, left);
    else held.delete(model);
    return left;
  };

  const hold = (model: Generator | DreamNet) => {
    count(model, 1);
    return () => {
      if (count(model, -1) <= 0 && retired.delete(model)) model.dispose();
    };
  };

  const manifestOf = async (id: string): Promise<Manifest> => {
    const { generators } = await list();
    const manifest = generators.find((one) => one.id === id);
    if (manifest) return manifest;
    const known = generators.map((one) => one.id).join(', ');
    throw new StudioError('model', `There is no model "${id}". The models are: ${known}.`);
  };

  const loadNew = async (id: string, onBytes: (done: number, of: number) => void, signal: AbortSignal) => {
    let generator: Generator;
    for (;;) {
      const before = replaced;
      const manifest = await manifestOf(id);
      const of = manifest.weights.parts.reduce((sum, part) => sum + part.bytes, 0);
      generator = await loadModel(manifest, host, (done) => onBytes(done, of), signal);
      if (before === replaced) break;
      generator.dispose(); // perhaps it is the one before, or on a device that is gone
    }
    makeRoom(generator.bytes);
    loaded.set(id, generator);
    return generator;
  };

  /** Puts a network on the shelf, without weights as yet, in place of the one that is there. */
  const openDream = async (id: string): Promise<DreamNet> => {
    const before = replaced;
    const { dreams } = await list();
    const manifest = dreams.find((one) => one.id === id);
    if (!manifest) throw new StudioError('model', missing(id, dreams));
    const next = await createDreamNet(manifest, host);
    if (before !== replaced) return openDream(id);
    if (dreamt?.manifest.id === id) return dreamt; // another job has opened it meanwhile
    if (dreamt) retire(dreamt);
    dreamt = next;
    return next;
  };

  return {
    manifests: async () => (await list()).generators,
    dreams: async () => (await list()).dreams,
    unread: async () => (await list()).unread,
    hash: async (id) => hashOf(await manifestOf(id)),
    async generator(id, onBytes, signal) {
      for (;;) {
        const kept = loaded.get(id);
        if (kept) {
          loaded.delete(id);
          loaded.set(id, kept);
          return kept;
        }
        const under = loading.get(id);
        if (!under) break;
        await settled(under, signal);
      }
      const load = loadNew(id, onBytes, signal);
      loading.set(id, load);
      return load.finally(() => loading.delete(id));
    },
    async dreamNet(id, layers, onBytes, signal) {
      const net = dreamt?.manifest.id === id ? dreamt : await openDream(id);
      const release = hold(net); // another may take its place while it loads
      try {
        await net.reach(layers, onBytes, signal);
      } catch (error) {
        if (net !== dreamt) retired.add(net);
        release();
        throw error;
      }
      count(net, -1); // off the shelf it stays for the job that has asked for it and holds it now
      if (net !== dreamt) retired.add(net);
      return net;
    },
    hold,
    changed(id) {
      replaced++;
      manifests = undefined;
      const before = loaded.get(id);
      if (before) retire(before);
      loaded.delete(id);
      if (dreamt?.manifest.id !== id) return;
      retire(dreamt);
      dreamt = undefined;
    },
    clear() {
      replaced++;
      for (const model of [...loaded.values(), ...retired]) model.dispose();
      loaded.clear();
      retired.clear();
      dreamt?.dispose();
      dreamt = undefined;
    },
  };
}

/** Steps that work with a model, which the shelf keeps until they end: between two of them another job may ask for others. */
export async function* whileHeld<Step, Result>(
  { hold }: Pick<Shelf, 'hold'>,
  model: Generator | DreamNet,
  steps: AsyncGenerator<Step, Result>,
): AsyncGenerator<Step, Result> {
  const release = hold(model);
  try {
    return yield* steps;
  } finally {
    release();
  }
}

/** What to say to someone who dreams with a model that is not here. */
function missing(id: string, dreams: readonly DreamManifest[]): string {
  const others = dreams.map((one) => one.id).join(', ');
  if (others) return `There is no model "${id}" to dream with. There are: ${others}.`;
  return `The model "${id}" is not here, so nothing can be dreamed; all else works without it. \`npm run models -- inception-v3-imagenet\` fetches one.`;
}
