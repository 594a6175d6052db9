import type { BrowserDecoder } from './formats/by-browser.ts';
import { sha256 } from './models/sha256.ts';
import type { Planes } from './picture.ts';
import { drawScene } from './samples/draw.ts';
import type { Scene } from './samples/scene.ts';
import { decode } from './stages/decode.ts';
import { warningAbout } from './warning.ts';

/** A picture before anything was done to it. */
export interface Source {
  /** Names the content in the cache: two sources of one id hold the same bytes. */
  readonly id: string;
  /** What a person calls it: the file's name. */
  readonly name: string;
  decode(): Promise<Planes>;
  /** What the content can be recognised by: the file's SHA-256 in hex, or the scene and its seed. */
  fingerprint(): Promise<string>;
}

/** What a host adds to a file that is read. */
export interface FileHost {
  /** Its own decoder, for what no reader here knows. */
  readonly browser?: BrowserDecoder;
  /** Is told what a person must know of a picture that was read: sentences that begin with its name. */
  warn?(sentence: string): void;
}

export function fileSource(
  id: string,
  name: string,
  read: () => Promise<Uint8Array<ArrayBuffer>>,
  { browser, warn }: FileHost = {},
): Source {
  return {
    id,
    name,
    async decode() {
      const planes = await decode(name, await read(), browser);
      const warning = warningAbout(name, planes);
      if (warning !== null) warn?.(warning);
      return planes;
    },
    fingerprint: async () => `sha256:${await sha256(await read())}`,
  };
}

export function drawnSource(id: string, name: string, scene: Scene, seed: number): Source {
  return {
    id,
    name,
    decode: async () => drawScene(scene, seed),
    fingerprint: async () => `drawn:${scene}:${seed}`,
  };
}
