import { inflate } from '../../src/engine/formats/inflate.ts';
import { randomFrom } from '../../src/engine/random.ts';
import { type Clock, race } from './race.ts';
import { type Row, rowOf } from './row.ts';

/** Bytes that are handed to the native stream at once: a transform may unpack each of them a thousandfold before it is read. */
const PIECE_BYTES = 16_384;

/** `DecompressionStream`, stopped when so many bytes have come. */
async function native(packed: Uint8Array<ArrayBuffer>, size: number): Promise<Uint8Array> {
  let at = 0;
  const source = new ReadableStream<BufferSource>({
    pull(controller) {
      if (at >= packed.length) controller.close();
      else controller.enqueue(packed.subarray(at, at + PIECE_BYTES));
      at += PIECE_BYTES;
    },
  });
  const reader = source.pipeThrough(new DecompressionStream('deflate')).getReader();
  const out = new Uint8Array(size);
  for (let filled = 0; filled < size; ) {
    const { done, value } = await reader.read();
    if (done) throw new Error('too few bytes');
    const part = value.subarray(0, size - filled);
    out.set(part, filled);
    filled += part.length;
  }
  await reader.cancel();
  return out;
}

async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The rows of a PNG of 8-bit RGB under the filter Sub: smooth colours with a camera's noise. */
function filteredRows(side: number): Uint8Array<ArrayBuffer> {
  const random = randomFrom(3);
  const rowBytes = 3 * side + 1;
  const bytes = new Uint8Array(side * rowBytes);
  for (let y = 0; y < side; y++) {
    bytes[y * rowBytes] = 1;
    for (let i = 1; i < rowBytes; i++) bytes[y * rowBytes + i] = Math.round(4 * (random() + random() - 1));
  }
  return bytes;
}

/**
 * Our own Inflate beside the platform's, on the data of a PNG, on the many small strips of a TIFF and on a bomb of which
 * only the first bytes are wanted.
 *
 * @param platform whose stream it is.
 * @param clock what processors spend, threads of the platform's own among them, or the wall where a browser does not say.
 */
export async function inflateRace(platform: string, clock: Clock): Promise<Row[]> {
  const peer = `DecompressionStream, ${platform}`;
  const strip = filteredRows(1024).slice(0, 4096);
  const works = [
    ...(await Promise.all(
      [256, 1024, 4096].map(async (side) => {
        const bytes = filteredRows(side);
        return { what: 'PNG, 8-bit RGB', side, packed: await deflated(bytes), size: bytes.length, times: 1 };
      }),
    )),
    {
      what: '1,000 strips of 4 kB',
      side: 1024,
      packed: await deflated(strip),
      size: strip.length,
      times: 1000,
    },
    {
      what: '1 kB of a bomb of 64 MB',
      side: 32,
      packed: await deflated(new Uint8Array(64_000_000)),
      size: 1024,
      times: 1,
    },
  ];
  const rows: Row[] = [];
  for (const { what, side, packed, size, times } of works) {
    const theirs = async () => {
      for (let i = 0; i < times; i++) await native(packed, size);
    };
    const ours = async () => {
      for (let i = 0; i < times; i++) inflate([packed], size);
    };
    const [a, b] = [await native(packed, size), inflate([packed], size)];
    if (a.some((byte, i) => byte !== b[i])) throw new Error(`${what}: the bytes differ`);
    const row = { what, size: side, threads: 1, clock };
    const raced = await race({ ours, theirs }, side > 1024 ? 7 : 15, row.clock);
    rows.push(
      rowOf({ ...row, engine: peer }, raced.theirs),
      rowOf({ ...row, engine: 'Eosin' }, raced.ours, { peer, times: raced.theirs }),
    );
  }
  return rows;
}
