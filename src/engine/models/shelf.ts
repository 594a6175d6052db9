import { StudioError } from '../errors.ts';
import type { ModelHost } from './host.ts';
import { type Generator, loadModel } from './load.ts';
import { checkManifest, type Manifest } from './manifest.ts';

/** The models of a host: their manifests, and the generators that are in memory. */
export interface Shelf {
  manifests(): Promise<readonly Manifest[]>;
  /** A loaded generator, owned by the shelf. @throws StudioError `model` when there is none of that id. */
  generator(id: string, onBytes: (done: number, of: number) => void, signal: AbortSignal): Promise<Generator>;
  /** Forgets all generators: after a device was lost their tensors are gone. */
  clear(): void;
}

/** @param budgetBytes the most that the generators in memory may weigh; the one in use is always kept. */
export function createShelf(host: ModelHost, budgetBytes: number): Shelf {
  const loaded = new Map<string, Generator>();
  let manifests: Promise<readonly Manifest[]> | undefined;

  const list = () => {
    manifests ??= host
      .manifests()
      .then((all) => all.map((value, i) => checkManifest(value, `Model ${i + 1}`)));
    manifests.catch(() => {
      manifests = undefined; // an offline start must not spoil the next try
    });
    return manifests;
  };

  const makeRoom = (bytes: number) => {
    for (const [id, generator] of loaded) {
      const total = [...loaded.values()].reduce((sum, one) => sum + one.bytes, bytes);
      if (total <= budgetBytes) return;
      generator.dispose();
      loaded.delete(id);
    }
  };

  return {
    manifests: list,
    async generator(id, onBytes, signal) {
      const kept = loaded.get(id);
      if (kept) {
        loaded.delete(id);
        loaded.set(id, kept);
        return kept;
      }
      const all = await list();
      const manifest = all.find((one) => one.id === id);
      if (!manifest) {
        const known = all.map((one) => one.id).join(', ');
        throw new StudioError('model', `There is no model "${id}". The models are: ${known}.`);
      }
      const of = manifest.weights.parts.reduce((sum, part) => sum + part.bytes, 0);
      const generator = await loadModel(manifest, host, (done) => onBytes(done, of), signal);
      makeRoom(generator.bytes);
      loaded.set(id, generator);
      return generator;
    },
    clear() {
      for (const generator of loaded.values()) generator.dispose();
      loaded.clear();
    },
  };
}
