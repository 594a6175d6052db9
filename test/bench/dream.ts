import { availableParallelism } from 'node:os';
import * as tfjs from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { openWebgpu } from '../../src/engine/device/webgpu.ts';
import { type Layer, unitsFor } from '../../src/engine/nets/inception-v3-blocks.ts';
import { type BackwardFilters, backwardFilters } from '../../src/engine/nets/inception-v3-filters.ts';
import { slope } from '../../src/engine/nets/inception-v3-gradient.ts';
import { mean } from '../../src/engine/nets/inception-v3-objective.ts';
import { randomFrom } from '../../src/engine/random.ts';
import { resultOf } from '../../src/engine/steps/result-of.ts';
import { dawn } from '../dawn.ts';
import { readWeights } from '../golden/inception/reference.ts';
import { startWasm } from '../wasm.ts';
import { layersModel } from './layers-model.ts';
import { race } from './race.ts';
import { type Row, rowOf } from './row.ts';

/** A gradient step's time, and the most that tfjs' tensors take in it. */
export interface DreamRow extends Row {
  /** In MB of 1e6 bytes, the weights included. */
  readonly peakMb: number;
  readonly ofThatWeightsMb: number;
}

/** What someone gets who takes tfjs as it comes. */
const PEER = 'tfjs LayersModel and tf.grad';

type Weights = ReadonlyMap<string, tf.Tensor>;
type Step = () => Promise<void>;

const bytesOf = (tensors: Iterable<tf.Tensor>) => [...tensors].reduce((sum, { size }) => sum + 4 * size, 0);

function ourStep(weights: Weights, filters: BackwardFilters, picture: tf.Tensor4D, layer: Layer): Step {
  const objective = new Map([[layer, mean(1)]]);
  return async () => {
    const { value, gradient } = await resultOf(slope(weights, filters, picture, objective));
    await gradient.data();
    tf.dispose([value, gradient]);
  };
}

function plainStep(model: tfjs.LayersModel, picture: tf.Tensor4D): Step {
  const uphill = tfjs.valueAndGrad((x: tf.Tensor) => tfjs.mean(model.apply(x) as tf.Tensor)); // one output
  return async () => {
    const { value, grad } = uphill(picture);
    await grad.data();
    tf.dispose([value, grad]);
  };
}

/** The most that is held at once, beyond what is held before, in bytes. */
async function peakOf(step: Step): Promise<number> {
  const before = tf.memory().numBytes;
  const { peakBytes } = await tf.profile(async () => {
    await step();
    return [];
  });
  return peakBytes - before;
}

/** Both in turns in one run: ours first, then the peer. */
export async function measured(
  weights: Weights,
  layer: Layer,
  size: number,
  rounds: number,
  device: string,
): Promise<DreamRow[]> {
  const random = randomFrom(7);
  const values = Float32Array.from({ length: size * size * 3 }, () => 2 * random() - 1);
  const picture = tf.tensor4d(values, [1, size, size, 3]);
  const model = layersModel(tfjs, weights, layer);
  const filters = backwardFilters(weights);
  const ours = ourStep(weights, filters, picture, layer);
  const plain = plainStep(model, picture);
  try {
    const before = tf.memory().numBytes;
    await ours();
    const filterBytes = tf.memory().numBytes - before; // made in the first step
    const names = unitsFor(layer).flatMap((n) => [`unit_${n}/kernel`, `unit_${n}/bias`]);
    const weightBytes = bytesOf(names.map((name) => weights.get(name) as tf.Tensor)); // all are there
    const oursPeak = await peakOf(ours);
    const plainPeak = await peakOf(plain);
    const onWasm = tf.getBackend() === 'wasm';
    const clock = onWasm ? 'processor' : 'wall';
    const times = await race({ ours, plain }, rounds, clock);

    const work = {
      what: `dream step, ${layer}`,
      size,
      threads: onWasm ? 1 : availableParallelism(),
      clock,
    } as const;
    const bytes = (kept: number, step: number) => ({
      peakMb: (kept + step) / 1e6,
      ofThatWeightsMb: kept / 1e6,
    });
    const peer = `${PEER}, ${device}`;
    return [
      {
        ...rowOf({ ...work, engine: `Eosin, ${device}` }, times.ours, { peer, times: times.plain }),
        ...bytes(weightBytes + filterBytes, oursPeak),
      },
      { ...rowOf({ ...work, engine: peer }, times.plain), ...bytes(weightBytes, plainPeak) },
    ];
  } finally {
    filters.dispose();
    model.dispose();
    picture.dispose();
  }
}

/**
 * WASM throughout; WebGPU, as the browser's software driver has it, at one size only. Six minutes.
 *
 * @throws Error when the weights are not in ../shared, or Dawn does not start.
 */
export async function bench(): Promise<DreamRow[]> {
  const rows: DreamRow[] = [];
  await startWasm();
  const onWasm = readWeights();
  for (const layer of ['mixed3', 'mixed6', 'mixed8'] as const) {
    rows.push(...(await measured(onWasm, layer, 160, 3, 'WASM')));
    rows.push(...(await measured(onWasm, layer, 256, 3, 'WASM')));
    rows.push(...(await measured(onWasm, layer, 512, 1, 'WASM')));
  }
  tf.dispose([...onWasm.values()]);

  const gpu = await dawn();
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'node' }, configurable: true });
  const device = await openWebgpu(gpu, true);
  rows.push(...(await measured(readWeights(), 'mixed6', 160, 1, 'software WebGPU')));
  device.close();
  return rows;
}
