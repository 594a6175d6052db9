import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import * as ort from 'onnxruntime-web/wasm';
import { modelsOnDisk } from '../../src/cli/files.ts';
import type { Device } from '../../src/engine/device/device.ts';
import { openWebgpu } from '../../src/engine/device/webgpu.ts';
import { createShelf } from '../../src/engine/models/shelf.ts';
import { canny } from '../../src/engine/ops/canny.ts';
import { cannyOnGpu } from '../../src/engine/ops/canny-gpu.ts';
import type { DreamLayer } from '../../src/engine/recipe.ts';
import { decode } from '../../src/engine/stages/decode.ts';
import { resultOf } from '../../src/engine/steps/result-of.ts';
import { dawn } from '../dawn.ts';
import { differing } from '../differing.ts';
import { discs } from '../discs.ts';
import { measured } from './dream.ts';
import { edges, eosin, holdTo, onnxruntime, PEER, STUDENT, untaught } from './painters.ts';
import { race } from './race.ts';
import { type Row, rowOf } from './row.ts';

/** A folder with `public/models`: the repository, or what host.mjs packs. */
const root = process.env.EOSIN_ROOT ?? fileURLToPath(new URL('../../', import.meta.url));
const TYPESCRIPT = 'Eosin, plain TypeScript';
const CANNY = { sigma: 1.4, aperture: 3, norm: 'L2', low: 30, high: 80 } as const;
const LAYER: DreamLayer = 'mixed6';
/** The most that a golden picture may be off, in levels, mean. */
const GOLDEN = 0.5;
const { signal } = new AbortController();

/** What a card is asked for, and the little that an adapter bears which the processor imitates. */
const works = {
  card: { canny: [1024, 2048, 4096], paint: [256, 1024], dream: [160, 256, 512], rounds: 15 },
  software: { canny: [256], paint: [256], dream: [160], rounds: 1 },
} as const;

type Work = (typeof works)[keyof typeof works];

async function cannyRows(gpu: GPUDevice, engine: string, { canny: sizes, rounds }: Work): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of sizes) {
    const picture = discs(size, 1);
    const ours = () => cannyOnGpu(gpu, picture, CANNY);
    const plain = async () => canny(picture, CANNY);
    const off = differing((await ours()).data, (await plain()).data);
    if (off > 0)
      throw new Error(`${engine}: ${off} pixels of ${size} x ${size} are not those of ${TYPESCRIPT}`);
    const times = await race({ ours, plain }, rounds, 'wall');
    const row = { what: 'Canny L2, blur 1.4', size, threads: availableParallelism(), clock: 'wall' } as const;
    rows.push(rowOf({ ...row, engine }, times.ours, { peer: TYPESCRIPT, times: times.plain }));
    rows.push(rowOf({ ...row, engine: TYPESCRIPT }, times.plain));
  }
  return rows;
}

/** @throws Error where a shipped generator's golden picture is not its own here. */
async function goldenRows(engine: string, { rounds }: Work): Promise<Row[]> {
  const shelf = createShelf(modelsOnDisk(root), Number.POSITIVE_INFINITY);
  const rows: Row[] = [];
  const file = async (id: string, name: string) => {
    const { channels } = await decode(
      name,
      new Uint8Array(readFileSync(join(root, 'public/models', id, name))),
    );
    return channels.map(({ samples }) => Float32Array.from(samples));
  };
  for (const { id, golden } of await shelf.manifests()) {
    const generator = await shelf.generator(id, () => {}, signal);
    const inputs = await Promise.all(golden.input.map((name) => file(id, name)));
    const planes = inputs.map(([grey = new Float32Array()]) => grey.map((value) => value / 127.5 - 1));
    const expected = await file(id, golden.output);
    const paint = () => resultOf(generator.paint(planes, 256, 256));
    const rgb = await paint();
    const off =
      rgb.reduce(
        (sum, y, i) => sum + Math.abs((y + 1) * 127.5 - (expected[i % 3]?.[Math.floor(i / 3)] ?? Number.NaN)),
        0,
      ) / rgb.length;
    if (!(off < GOLDEN)) throw new Error(`${engine}: ${id} is ${off} levels off its golden picture`);
    const times = await race({ paint }, rounds, 'wall');
    const row = { what: id, size: 256, engine, threads: availableParallelism(), clock: 'wall' } as const;
    rows.push(rowOf(row, times.paint));
  }
  shelf.clear();
  return rows;
}

async function peerRows(engine: string, { paint: sizes, rounds }: Work): Promise<Row[]> {
  const wasm = process.env.EOSIN_ORT;
  if (wasm) ort.env.wasm.wasmBinary = gunzipSync(readFileSync(wasm)).buffer;
  const rows: Row[] = [];
  const generator = untaught(STUDENT);
  for (const size of sizes) {
    const ours = eosin(generator, size);
    const peer = await onnxruntime(generator, size);
    const plane = edges(size);
    holdTo(await peer(plane), engine, await ours.paint(plane));
    const times = await race({ ours: () => ours.paint(plane), peer: () => peer(plane) }, rounds, 'wall');
    const row = { what: 'generator', size, threads: availableParallelism(), clock: 'wall' } as const;
    rows.push(rowOf({ ...row, engine }, times.ours, { peer: PEER, times: times.peer }));
    rows.push(rowOf({ ...row, engine: PEER, threads: 1 }, times.peer));
    ours.dispose();
  }
  return rows;
}

async function dreamRows({ name }: Device, { dream: sizes, rounds }: Work): Promise<Row[]> {
  const shelf = createShelf(modelsOnDisk(root), Number.POSITIVE_INFINITY);
  const net = await shelf.dreamNet('inception-v3-cells-8bit', [LAYER], () => {}, signal);
  const rows: Row[] = [];
  for (const size of sizes)
    rows.push(...(await measured(net.weights, LAYER, size, rounds, `WebGPU (${name})`)));
  shelf.clear();
  return rows;
}

/**
 * WebGPU on whatever adapter Dawn finds: Canny beside the plain TypeScript, each shipped generator by its golden picture, one of their size
 * beside onnxruntime-web, and a dream's step beside tfjs as it comes. Under six minutes.
 *
 * @throws Error where a result is not the peer's or the golden one.
 */
export async function bench(): Promise<Row[]> {
  const gpu = await dawn();
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'node' }, configurable: true });
  const device = await openWebgpu(gpu, true);
  const engine = `Eosin, WebGPU (${device.name})`;
  const work = device.software ? works.software : works.card;
  try {
    return [
      ...(device.gpu ? await cannyRows(device.gpu, engine, work) : []),
      ...(await goldenRows(engine, work)),
      ...(await peerRows(engine, work)),
      ...(await dreamRows(device, work)),
    ];
  } finally {
    device.close();
  }
}
