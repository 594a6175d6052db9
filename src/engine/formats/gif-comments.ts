import { endOfBlocks, nextBlock } from './gif-blocks.ts';

const EXTENSION = 0x21;
const COMMENT = 0xfe;
const FRAME = 0x2c;

const colours = (flags: number) => (flags & 128 ? 3 * 2 ** ((flags & 7) + 1) : 0);

/** The comments of a GIF (GIF89a, 24) in the file's order, as far as the file goes. */
export function gifComments(bytes: Uint8Array): readonly string[] {
  const comments: string[] = [];
  for (
    let at = nextBlock(bytes, 13 + colours(bytes[10] ?? 0));
    at < bytes.length;
    at = nextBlock(bytes, at)
  ) {
    const isFrame = bytes[at] === FRAME;
    if (!isFrame && bytes[at] !== EXTENSION) break;
    const data = isFrame ? at + 11 + colours(bytes[at + 9] ?? 0) : at + 2;
    const end = endOfBlocks(bytes, data);
    if (end === null) break; // cut inside
    if (!isFrame && bytes[at + 1] === COMMENT) comments.push(textOf(bytes, data, end - 1));
    at = end;
  }
  return comments;
}

/** The text of a chain of sub-blocks from `from` to the zero at `to`. */
function textOf(bytes: Uint8Array, from: number, to: number): string {
  const latin1 = new TextDecoder('latin1');
  let text = '';
  for (let at = from; at < to; at += 1 + (bytes[at] ?? 0)) {
    text += latin1.decode(bytes.subarray(at + 1, at + 1 + (bytes[at] ?? 0)));
  }
  return text;
}
