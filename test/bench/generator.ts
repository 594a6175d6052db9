import { availableParallelism } from 'node:os';
import * as ort from 'onnxruntime-web';
import { openWebgpu } from '../../src/engine/device/webgpu.ts';
import { dawn } from '../dawn.ts';
import { startWasm } from '../wasm.ts';
import {
  edges,
  eosin,
  type Generator,
  holdTo,
  onnxruntime,
  type Painter,
  PEER,
  STUDENT,
  TEACHER,
  untaught,
} from './painters.ts';
import { race } from './race.ts';
import { type Row, rowOf } from './row.ts';
import { unetOnnx } from './unet-onnx.ts';

/** A copy of onnxruntime-web keeps the number of threads it began with; this one is the package's for Node. */
async function onTwoThreads({ weights, sizes }: Generator, side: number): Promise<Painter> {
  ort.env.wasm.numThreads = 2;
  ort.env.logLevel = 'error';
  const session = await ort.InferenceSession.create(unetOnnx(weights, sizes, side));
  return async (plane) => {
    const { y } = await session.run({ x: new ort.Tensor('float32', plane, [1, 1, side, side]) });
    return (await y?.getData()) as Float32Array; // a float graph
  };
}

async function onWasm(size: number, rounds: number): Promise<Row[]> {
  await startWasm();
  const teacher = untaught(TEACHER);
  const ours = eosin(teacher, size);
  const small = eosin(untaught(STUDENT), size);
  const one = await onnxruntime(teacher, size);
  const plane = edges(size);
  holdTo(await one(plane), 'Eosin, WASM', await ours.paint(plane));
  const row = { what: 'generator', size, threads: 1, clock: 'processor' } as const;
  const times = await race(
    { ours: () => ours.paint(plane), small: () => small.paint(plane), one: () => one(plane) },
    rounds,
    row.clock,
  );
  ours.dispose();
  small.dispose();
  const two = await onTwoThreads(teacher, size); // only now: its idle threads would count as ours
  const threaded = await race({ one: () => one(plane), two: () => two(plane) }, rounds, 'wall');
  return [
    rowOf({ ...row, engine: PEER }, times.one),
    rowOf({ ...row, engine: 'Eosin, WASM' }, times.ours, { peer: PEER, times: times.one }),
    rowOf({ ...row, engine: 'Eosin, WASM, a student' }, times.small, { peer: PEER, times: times.one }),
    rowOf({ ...row, engine: 'Eosin, WASM, a student, of its teacher’s time' }, times.small, {
      peer: 'Eosin, WASM',
      times: times.ours,
    }),
    rowOf({ ...row, engine: PEER, threads: 2, clock: 'wall' }, threaded.two, {
      peer: PEER,
      times: threaded.one,
    }),
  ];
}

/** On a software adapter one size only: 1024 px would take ten minutes. */
async function onWebgpu(): Promise<Row[]> {
  const gpu = await dawn();
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'node' }, configurable: true });
  const device = await openWebgpu(gpu, true);
  const engine = `Eosin, WebGPU (${device.name})`;
  const rows: Row[] = [];
  const teacher = untaught(TEACHER);
  for (const size of device.software ? [256] : [256, 1024]) {
    const ours = eosin(teacher, size);
    const peer = await onnxruntime(teacher, size);
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
 * and weights, in turns within the same rounds; a student beside both on WASM.
 *
 * @throws Error when the engines paint different pictures.
 */
export async function bench(): Promise<Row[]> {
  return [...(await onWasm(256, 15)), ...(await onWasm(1024, 3)), ...(await onWebgpu())];
}
