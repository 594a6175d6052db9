import { settled } from '../steps/settled.ts';

/** Models of one kind that are in memory, by their ids. */
export interface Loaded<Net> {
  /**
   * The model of that id, from memory or loaded now. Two that ask at once share a load: both hear how far it is, and of its failure; one that
   * the first has given up begins anew for the second.
   */
  take(id: string, onBytes: OnBytes, signal: AbortSignal): Promise<Net>;
  /** Takes the model of that id out of memory, unless it is held. */
  forget(id: string): void;
  /** Takes all out, and hands them over. */
  emptied(): readonly Net[];
}

type OnBytes = (done: number, of: number) => void;

interface Of<Manifest, Net> {
  /** The most that the models may weigh; the one in use is always kept. */
  readonly budgetBytes: number;
  /** How often a model of the host was replaced, or all that was in memory was lost. */
  replaced(): number;
  manifestOf(id: string): Promise<Manifest>;
  load(manifest: Manifest, onBytes: OnBytes, signal: AbortSignal): Promise<Net>;
  /** Frees a model that goes off the shelf, now or when nobody holds it any more. */
  retire(net: Net): void;
}

/** A load that goes on. */
interface Loading<Net> {
  readonly net: Promise<Net>;
  readonly hear: Set<OnBytes>;
  /** Of whoever asked first. */
  readonly signal: AbortSignal;
}

/** Keeps models that were loaded, the least recently used first to go. */
export function keepLoaded<Manifest, Net extends { readonly bytes: number; dispose(): void }>({
  budgetBytes,
  replaced,
  manifestOf,
  load,
  retire,
}: Of<Manifest, Net>): Loaded<Net> {
  const loaded = new Map<string, Net>();
  const loading = new Map<string, Loading<Net>>();

  const makeRoom = (bytes: number) => {
    for (const [id, net] of loaded) {
      const total = [...loaded.values()].reduce((sum, one) => sum + one.bytes, bytes);
      if (total <= budgetBytes) return;
      retire(net);
      loaded.delete(id);
    }
  };

  const loadNew = async (id: string, onBytes: OnBytes, signal: AbortSignal) => {
    let net: Net;
    for (;;) {
      const before = replaced();
      net = await load(await manifestOf(id), onBytes, signal);
      if (before === replaced()) break;
      net.dispose(); // perhaps it is the one before, or on a device that is gone
    }
    makeRoom(net.bytes);
    loaded.set(id, net);
    return net;
  };

  return {
    async take(id, onBytes, signal) {
      for (;;) {
        const kept = loaded.get(id);
        if (kept) {
          loaded.delete(id);
          loaded.set(id, kept);
          return kept;
        }
        const under = loading.get(id);
        if (!under) break;
        under.hear.add(onBytes);
        await settled(under.net, signal);
        if (!under.signal.aborted) await under.net; // what could not be read is not read again for the second
      }
      const hear = new Set([onBytes]);
      const tell: OnBytes = (done, of) => {
        for (const one of hear) one(done, of);
      };
      const net = loadNew(id, tell, signal);
      loading.set(id, { net, hear, signal });
      return net.finally(() => loading.delete(id));
    },
    forget(id) {
      const before = loaded.get(id);
      if (before) retire(before);
      loaded.delete(id);
    },
    emptied() {
      const all = [...loaded.values()];
      loaded.clear();
      return all;
    },
  };
}
