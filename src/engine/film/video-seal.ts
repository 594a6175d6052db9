import { sha256 } from '../models/sha256.ts';

/** What a video says of itself beside its recipe, since its pixels are the browser's encoder's. Both as `sha256:` and hexadecimal. */
export interface VideoSeal {
  /** Of the pictures that went to the encoder, as `picturesHash` has it. */
  readonly pictures: string;
  /** Of the file with `UNFILLED_SEAL.file` in the place of this one. */
  readonly file: string;
}

/** Holds the places of a seal in a video's texts, which are written before its pictures are known. */
export const UNFILLED_SEAL: VideoSeal = {
  pictures: `sha256:${'0'.repeat(63)}1`,
  file: `sha256:${'0'.repeat(63)}2`,
};

/** A file with each of its places of some text taken by another that is as long. Both ASCII. */
function replaced(file: Uint8Array, from: string, to: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(file);
  const [wanted, put] = [from, to].map((text) => new TextEncoder().encode(text)) as [Uint8Array, Uint8Array];
  const first = wanted[0] as number; // no text is empty
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) bytes.set(put, at);
  }
  return bytes;
}

/** A film whose texts hold the places of `UNFILLED_SEAL`, with its seal in them. @param pictures as `picturesHash` has it. */
export async function sealed(film: Uint8Array, pictures: string): Promise<Uint8Array<ArrayBuffer>> {
  const filled = replaced(film, UNFILLED_SEAL.pictures, pictures);
  return replaced(filled, UNFILLED_SEAL.file, `sha256:${await sha256(filled)}`);
}

/** Whether a video is as it was sealed. */
export const isAsSealed = async (film: Uint8Array, { file }: VideoSeal): Promise<boolean> =>
  `sha256:${await sha256(replaced(film, file, UNFILLED_SEAL.file))}` === file;
