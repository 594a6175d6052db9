import { StudioError } from '../errors.ts';
import type { DreamLayer } from '../recipe.ts';
import { type CellNet, loadCellNet } from './cell-net.ts';
import { createDreamNet, type DreamNet } from './dream-net.ts';
import type { ModelHost } from './host.ts';
import { type Generator, hashOf, loadModel } from './load.ts';
import { keepLoaded } from './loaded.ts';
import {
  type CellsManifest,
  checkCellsManifest,
  checkDreamManifest,
  checkManifest,
  type DreamManifest,
  isCellsManifest,
  isDreamManifest,
  type Manifest,
} from './manifest.ts';

/** A model that is at work. */
export type ShelvedModel = Generator | DreamNet | CellNet;

/** The models of a host: their manifests, and those that are in memory. */
export interface Shelf {
  /** The models that paint. */
  manifests(): Promise<readonly Manifest[]>;
  /** The models to dream with. */
  dreams(): Promise<readonly DreamManifest[]>;
  /** The models that tell cells apart. */
  cells(): Promise<readonly CellsManifest[]>;
  /** A sentence on each model that is left out because its manifest does not fit. */
  unread(): Promise<readonly string[]>;
  /** What names the weights of the generator of that id now, loaded or not. @throws StudioError `model` as `generator`. */
  hash(id: string): Promise<string>;
  /** The same of a net that tells cells apart. @throws StudioError `model` as `cellNet`. */
  cellsHash(id: string): Promise<string>;
  /** A loaded generator, owned by the shelf. @throws StudioError `model` when there is none of that id. */
  generator(id: string, onBytes: (done: number, of: number) => void, signal: AbortSignal): Promise<Generator>;
  /**
   * The generator of a model's way back, from colours as RGB, owned by the shelf.
   *
   * @throws StudioError `model` where there is no model of that id, or it has no way back.
   */
  back(id: string, onBytes: (done: number, of: number) => void, signal: AbortSignal): Promise<Generator>;
  /** A loaded net that tells cells apart, owned by the shelf. @throws StudioError `model` when there is none of that id. */
  cellNet(id: string, onBytes: (done: number, of: number) => void, signal: AbortSignal): Promise<CellNet>;
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
  hold(model: ShelvedModel): () => void;
  /** The host has another model of this id, or none: what was known of it is forgotten, also where it is still loading. */
  changed(id: string): void;
  /** Forgets all models in memory: after a device was lost their tensors are gone. */
  clear(): void;
}

interface Listed {
  readonly generators: readonly Manifest[];
  readonly dreams: readonly DreamManifest[];
  readonly cells: readonly CellsManifest[];
  readonly unread: readonly string[];
}

/** The most that the nets that tell cells apart may weigh: a handful. */
const CELL_NET_BYTES = 24 * 2 ** 20;
/** The same of the ways back: one or two. */
const BACK_BYTES = 32 * 2 ** 20;

/** What a manifest that was not checked calls its model. */
function nameIn(manifest: unknown): string | null {
  if (typeof manifest !== 'object' || manifest === null || !('id' in manifest)) return null;
  return typeof manifest.id === 'string' && manifest.id !== '' ? manifest.id : null;
}

/** @param budgetBytes the most that the generators in memory may weigh; the one in use is always kept. */
export function createShelf(host: ModelHost, budgetBytes: number): Shelf {
  let dreamt: DreamNet | undefined;
  /** How often each is held. */
  const held = new Map<ShelvedModel, number>();
  /** Those that are off the shelf, and held or about to be. */
  const retired = new Set<ShelvedModel>();
  let manifests: Promise<Listed> | undefined;
  /** How often a model of the host was replaced, or all that was in memory was lost. */
  let replaced = 0;

  const read = async (): Promise<Listed> => {
    const generators: Manifest[] = [];
    const dreams: DreamManifest[] = [];
    const cells: CellsManifest[] = [];
    const unread: string[] = [];
    for (const [i, value] of (await host.manifests()).entries()) {
      const name = nameIn(value) ?? `Model ${i + 1}`;
      try {
        if (isDreamManifest(value)) dreams.push(checkDreamManifest(value, name));
        else if (isCellsManifest(value)) cells.push(checkCellsManifest(value, name));
        else generators.push(checkManifest(value, name));
      } catch (error) {
        if (!(error instanceof StudioError)) throw error;
        unread.push(error.message); // no reason to show no shelf at all
      }
    }
    return { generators, dreams, cells, unread: [...unread, ...((await host.unread?.()) ?? [])] };
  };

  const list = () => {
    manifests ??= read();
    manifests.catch(() => {
      manifests = undefined; // an offline start must not spoil the next try
    });
    return manifests;
  };

  const retire = (model: ShelvedModel) => {
    if (held.has(model)) retired.add(model);
    else model.dispose();
  };

  const count = (model: ShelvedModel, by: 1 | -1) => {
    const left = (held.get(model) ?? 0) + by;
    if (left > 0) held.set(model, left);
    else held.delete(model);
    return left;
  };

  const hold = (model: ShelvedModel) => {
    count(model, 1);
    return () => {
      if (count(model, -1) <= 0 && retired.delete(model)) model.dispose();
    };
  };

  /** @throws StudioError `model` listing those there are. */
  const among = <M extends { readonly id: string }>(all: readonly M[], id: string): M => {
    const manifest = all.find((one) => one.id === id);
    if (manifest) return manifest;
    const known = all.map((one) => one.id).join(', ');
    throw new StudioError('model', `There is no model "${id}". The models are: ${known}.`);
  };

  const generatorOf = async (id: string) => among((await list()).generators, id);
  const cellsOf = async (id: string) => {
    const { cells } = await list();
    if (cells.length === 0) throw new StudioError('model', noCells(id));
    return among(cells, id);
  };

  const counted =
    (of: number, onBytes: (done: number, of: number) => void) =>
    (done: number): void =>
      onBytes(done, of);
  const sizeOf = ({ weights }: Manifest | CellsManifest) =>
    weights.parts.reduce((sum, { bytes }) => sum + bytes, 0);

  const generators = keepLoaded<Manifest, Generator>({
    budgetBytes,
    replaced: () => replaced,
    manifestOf: generatorOf,
    load: (manifest, onBytes, signal) =>
      loadModel(manifest, host, counted(sizeOf(manifest), onBytes), signal),
    retire,
  });
  const backs = keepLoaded<Manifest, Generator>({
    budgetBytes: BACK_BYTES,
    replaced: () => replaced,
    manifestOf: async (id) => wayBackOf(await generatorOf(id)),
    load: (manifest, onBytes, signal) =>
      loadModel(manifest, host, counted(sizeOf(manifest), onBytes), signal),
    retire,
  });
  const cellNets = keepLoaded<CellsManifest, CellNet>({
    budgetBytes: CELL_NET_BYTES,
    replaced: () => replaced,
    manifestOf: cellsOf,
    load: (manifest, onBytes, signal) =>
      loadCellNet(manifest, host, counted(sizeOf(manifest), onBytes), signal),
    retire,
  });

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
    cells: async () => (await list()).cells,
    unread: async () => (await list()).unread,
    hash: async (id) => hashOf(await generatorOf(id)),
    cellsHash: async (id) => hashOf(await cellsOf(id)),
    generator: generators.take,
    back: backs.take,
    cellNet: cellNets.take,
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
      generators.forget(id);
      backs.forget(id);
      cellNets.forget(id);
      if (dreamt?.manifest.id !== id) return;
      retire(dreamt);
      dreamt = undefined;
    },
    clear() {
      replaced++;
      for (const model of [...generators.emptied(), ...backs.emptied(), ...cellNets.emptied(), ...retired])
        model.dispose();
      retired.clear();
      dreamt?.dispose();
      dreamt = undefined;
    },
  };
}

/** The way back of a model as a model of its own. @throws StudioError `model` where it has none. */
function wayBackOf(manifest: Manifest): Manifest {
  const { back, title } = manifest;
  if (!back) throw new StudioError('model', `${title} has no way back from its colours to edges.`);
  return { ...manifest, ...back, title: `${title}, the way back` };
}

/** Steps that work with a model, which the shelf keeps until they end: between two of them another job may ask for others. */
export async function* whileHeld<Step, Result>(
  { hold }: Pick<Shelf, 'hold'>,
  model: ShelvedModel,
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

/** What to say where no model tells cells apart. */
const noCells = (id: string) =>
  `The model "${id}" is not here, so no cells can be found; all else works without it.`;
