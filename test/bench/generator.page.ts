import * as tf from '@tensorflow/tfjs-core';
import { openWebgl } from '../../src/engine/device/webgl.ts';
import { startBackend } from '../devices/backends.ts';
import { edges, eosin, holdTo, onnxruntime, PEER, TEACHER, untaught } from './painters.ts';
import { race } from './race.ts';
import { type Row, rowOf } from './row.ts';

/**
 * The generator in a browser, on WASM and on WebGL, which Node has not, beside onnxruntime-web on one thread.
 *
 * @throws Error when the engines paint different pictures.
 */
export async function bench(): Promise<Row[]> {
  const teacher = untaught(TEACHER);
  const size = 256;
  const plane = edges(size);
  const peer = await onnxruntime(teacher, size);
  const row = { what: 'generator in a browser', size, threads: 1, clock: 'wall' } as const;

  const raced = async (engine: string, rounds: number): Promise<Row[]> => {
    const ours = eosin(teacher, size);
    holdTo(await peer(plane), engine, await ours.paint(plane));
    const contestants = { ours: () => ours.paint(plane), theirs: () => peer(plane) };
    const times = await race(contestants, rounds, row.clock);
    ours.dispose();
    return [
      rowOf({ ...row, engine: PEER }, times.theirs),
      rowOf({ ...row, engine }, times.ours, { peer: PEER, times: times.theirs }),
    ];
  };

  await startBackend('wasm');
  const onWasm = await raced('Eosin, WASM', 15);
  const { name, software } = await openWebgl(true);
  tf.env().set('WEBGL_CPU_FORWARD', false);
  const onWebgl = await raced(`Eosin, WebGL (${name})`, software ? 1 : 15);
  return [...onWasm, ...onWebgl.slice(1)];
}
