import type { BrowserDecoder } from './formats/by-browser.ts';
import type { Bytes, FileEntry, OpenedFile } from './formats/opened-file.ts';
import { openedPlanes } from './formats/opened-planes.ts';
import { sha256Of } from './models/sha256.ts';
import type { PlaneAt, Planes } from './picture.ts';
import { drawScene } from './samples/draw.ts';
import type { Scene } from './samples/scene.ts';
import { openFile } from './stages/decode.ts';
import { warningAbout } from './warning.ts';

/** A picture before anything was done to it. */
export interface Source {
  /** Names the content in the cache: two sources of one id hold the same bytes. */
  readonly id: string;
  /** What a person calls it: the file's name. */
  readonly name: string;
  /** Its planes, to be read one at a time; opened once. */
  open(): Promise<OpenedFile>;
  /** A plane, of the largest size that fits; the first one by itself. */
  decode(at?: PlaneAt): Promise<Planes>;
  /** What the content can be recognised by: the file's SHA-256 in hex, or the scene and its seed. */
  fingerprint(): Promise<string>;
}

/** What a host adds to a file that is read. */
export interface FileHost {
  /** Its own decoder, for what no reader here knows. */
  readonly browser?: BrowserDecoder;
  /** Files that may hold some of its planes. */
  siblings?(): Promise<Iterable<FileEntry>>;
  /** Is told what a person must know of a picture that was read: sentences that begin with its name. */
  warn?(sentence: string): void;
}

const firstPlane: PlaneAt = { z: 0, t: 0 };

/** @param find the file's bytes; what it throws, opening throws. */
export function fileSource(
  id: string,
  name: string,
  find: () => Promise<Bytes>,
  { browser, siblings, warn }: FileHost = {},
): Source {
  let opened: Promise<OpenedFile> | undefined;
  const open = () => {
    opened ??= find().then(async (bytes) => openFile(name, bytes, browser, await siblings?.()));
    opened.catch(() => {
      opened = undefined; // it may be there the next time
    });
    return opened;
  };
  return {
    id,
    name,
    open,
    async decode(at = firstPlane) {
      const planes = await (await open()).read(at);
      const warning = warningAbout(name, planes);
      if (warning !== null) warn?.(warning);
      return planes;
    },
    fingerprint: async () => `sha256:${await sha256Of(await find())}`,
  };
}

/** A picture of one plane that is made whenever it is asked for. @param fingerprint see {@link Source}. */
export const madeSource = (
  id: string,
  name: string,
  make: () => Promise<Planes>,
  fingerprint: string,
): Source => ({
  id,
  name,
  open: async () => openedPlanes(await make(), make),
  decode: () => make(),
  fingerprint: async () => fingerprint,
});

export const drawnSource = (id: string, name: string, scene: Scene, seed: number): Source =>
  madeSource(id, name, async () => drawScene(scene, seed), `drawn:${scene}:${seed}`);
