import type { Manifest } from './manifest.ts';
import type { ModelFolder } from './pack-dream.ts';

/** One file of a model's weights, as its manifest names it. */
export type Part = Manifest['weights']['parts'][number];

/** Where a host keeps its models: a server behind fetch, or a folder on disk. */
export interface ModelHost {
  /** The parsed `manifest.json` of every model, in the order of the shelf. */
  manifests(): Promise<unknown[]>;
  /** A sentence on each model that is kept and whose manifest cannot be read; none where the host keeps nothing. */
  unread?(): Promise<readonly string[]>;
  /**
   * The bytes of one part, whole and with the SHA-256 that the manifest names.
   *
   * @param onBytes is told how many have come over a network, and of a part that is here already nothing.
   * @throws StudioError `model` when it cannot be had or is damaged; the sentence begins with the file, and the loader
   *   puts the model's title before it.
   */
  part(
    id: string,
    part: { readonly file: string; readonly bytes: number; readonly sha256: string },
    onBytes: (done: number) => void,
    signal: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>>;
}

/** A host that also takes models which a person brings. */
export interface OpenModelHost extends ModelHost {
  /** Those of the parts that it would have to download; all of them where it keeps nothing. */
  missing(parts: readonly Part[]): Promise<readonly Part[]>;
  /** Puts a model at the end of the shelf, in place of one of its id; it stays across visits where the host can keep it. */
  add(folder: ModelFolder): Promise<void>;
}
