import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import * as ort from 'onnxruntime-web';
import { openWebgpu } from '../../src/engine/device/webgpu.ts';
import { dawn } from '../dawn.ts';
import { SHIPPED } from '../models.ts';
import { startWasm } from '../wasm.ts';
import {
  edges,
  eosin,
  holdTo,
  MODEL,
  onnxruntime,
  PART,
  type Painter,
  PEER,
  SIZES,
  type Weights,
  weightsFrom,
} from './painters.ts';
import { race } from './race.ts';
import { type Row, rowOf } from './row.ts';
import { unetOnnx } from './unet-onnx.ts';

/** A copy of onnxruntime-web keeps the number of threads it began with; this one is the package's for Node. */
async function onTwoThreads(weights: Weights, side: number): Promise<Painter> {
  ort.env.wasm.numThreads = 2;
  ort.env.logLevel = 'error';
  const session = await ort.InferenceSession.create(unetOnnx(weights, SIZES, side));
  return async (plane) => {
    const { y } = await session.run({ x: new ort.Tensor('float32', plane, [1, 1, side, side]) });
    return (await y?.getData()) as Float32Array; // a float graph
  };
}

async function onWasm(weights: Weights, size: number, rounds: number): Promise<Row[]> {
  await startWasm();
  const ours = eosin(weights, size);
  const one = await onnxruntime(weights, size);
  const plane = edges(size);
  holdTo(await one(plane), 'Eosin, WASM', await ours.paint(plane));
  const row = { what: 'generator', size, threads: 1, clock: 'processor' } as const;
  const times = await race({ ours: () => ours.paint(plane), one: () => one(plane) }, rounds, row.clock);
  ours.dispose();
  const two = await onTwoThreads(weights, size); // only now: its idle threads would count as ours
  const threaded = await race({ one: () => one(plane), two: () => two(plane) }, rounds, 'wall');
  return [
    rowOf({ ...row, engine: PEER }, times.one),
    rowOf({ ...row, engine: 'Eosin, WASM' }, times.ours, { peer: PEER, times: times.one }),
    rowOf({ ...row, engine: PEER, threads: 2, clock: 'wall' }, threaded.two, {
      peer: PEER,
      times: threaded.one,
    }),
  ];
}

/** On a software adapter one size only: 1024 px would take ten minutes. */
async function onWebgpu(weights: Weights): Promise<Row[]> {
  const gpu = await dawn();
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'node' }, configurable: true });
  const device = await openWebgpu(gpu, true);
  const engine = `Eosin, WebGPU (${device.name})`;
  const rows: Row[] = [];
  for (const size of device.software ? [256] : [256, 1024]) {
    const ours = eosin(weights, size);
    const peer = await onnxruntime(weights, size);
    const plane = edges(size);
    holdTo(await peer(plane), engine, await ours.paint(plane));
    const contestants = { ours: () => ours.paint(plane), theirs: () => peer(plane) };
    const times = await race(contestants, device.software ? 1 : 15, 'wall');
    const row = { what: 'generator', size, engine, threads: availableParallelism(), clock: 'wall' } as const;
    rows.push(rowOf(row, times.ours, { peer: PEER, times: times.theirs }));
    ours.dispose();
  }
  device.close();
  return rows;
}

/**
 * The generator in Node, from edges to RGB: ours on WASM and on Dawn's WebGPU beside onnxruntime-web with the same graph
 * and weights, in turns within the same rounds.
 *
 * @throws Error when the engines paint different pictures.
 */
export async function bench(): Promise<Row[]> {
  const weights = weightsFrom(new Uint8Array(await readFile(new URL(`${MODEL}/${PART}`, SHIPPED))));
  return [
    ...(await onWasm(weights, 256, 15)),
    ...(await onWasm(weights, 1024, 3)),
    ...(await onWebgpu(weights)),
  ];
}
