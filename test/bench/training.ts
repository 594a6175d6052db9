import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { randomFrom } from '../../src/engine/random.ts';
import { disposeLearner } from '../../src/engine/train/adam.ts';
import { newPix2pix, pix2pixStep } from '../../src/engine/train/pix2pix.ts';
import { checkPlan, type Pix2pixPlan, type Plan } from '../../src/engine/train/plan.ts';
import { startWasm } from '../wasm.ts';
import { race } from './race.ts';
import { type Row, rowOf } from './row.ts';

const ROUNDS = 5;
const SIDE = 256;

const plan = checkPlan(
  {
    id: 'bench',
    title: 'Bench',
    task: 'None.',
    inputs: ['edges'],
    recipe: {
      develop: { low: 1, high: 99, gamma: 1, size: SIDE },
      edges: { sigma: 1.4, low: 30, high: 80, aperture: 3, norm: 'L2' },
    },
    data: 'chance',
    train: { ngf: 32, ndf: 32, steps: 100, learningRate: 0.0002, lambdaL1: 100, seed: 1 },
  },
  'the plan of the bench',
) as Plan & { readonly train: Pix2pixPlan }; // its method is pix2pix

const hasTorch = (python: string) => spawnSync(python, ['-c', 'import torch']).status === 0;

/** The same step in PyTorch on one thread; null where no Python here has it. */
function peer(): { step: () => Promise<void>; end: () => void } | null {
  const python = ['python3', '/usr/bin/python3'].find(hasTorch);
  if (!python) return null;
  const script = fileURLToPath(new URL('./training_step.py', import.meta.url));
  const child = spawn(python, [script, '1'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    step: async () => {
      child.stdin.write('step\n');
      if ((await lines.next()).done) throw new Error('PyTorch ended before its step was done');
    },
    end: () => child.stdin.end(),
  };
}

/** A training step of both nets with Adam: ours on WASM beside PyTorch's, one thread each. A minute. */
export async function bench(): Promise<Row[]> {
  await startWasm();
  const nets = newPix2pix(plan.inputs, plan.train);
  const random = randomFrom(7);
  const picture = (channels: number) => {
    const values = Float32Array.from({ length: SIDE * SIDE * channels }, () => 2 * random() - 1);
    return tf.tensor4d(values, [1, SIDE, SIDE, channels]);
  };
  const example = { input: picture(1), target: picture(3) };
  let step = 0;
  const ours = () => pix2pixStep(plan.train, nets, example, ++step);
  const work = { what: 'training step, Pix2pix ngf 32', size: SIDE, threads: 1, clock: 'wall' } as const;
  const torch = peer();
  try {
    if (!torch) {
      process.stderr.write(
        'training: no python3 with torch here, so there is no peer (Debian: python3-torch)\n',
      );
      const times = await race({ ours }, ROUNDS, work.clock);
      return [rowOf({ ...work, engine: 'Eosin, WASM' }, times.ours)];
    }
    const times = await race({ ours, torch: torch.step }, ROUNDS, work.clock);
    const name = 'PyTorch';
    return [
      rowOf({ ...work, engine: 'Eosin, WASM' }, times.ours, { peer: name, times: times.torch }),
      rowOf({ ...work, engine: name }, times.torch),
    ];
  } finally {
    torch?.end();
    for (const net of Object.values(nets.learners)) disposeLearner(net);
    tf.dispose([example.input, example.target]);
  }
}
