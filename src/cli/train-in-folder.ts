import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePng } from '../engine/formats/png-write.ts';
import type { Pair } from '../engine/pairs/pair-image.ts';
import type { Picture } from '../engine/picture.ts';
import { composeSheet } from '../engine/stages/compose.ts';
import { readCheckpoint, writeCheckpoint } from '../engine/train/checkpoint.ts';
import { modelFolder } from '../engine/train/model-folder.ts';
import type { Plan } from '../engine/train/plan.ts';
import { disposeTraining, newTraining, type Report, train } from '../engine/train/training.ts';
import { now } from './device.ts';
import { writePicture } from './files.ts';
import { pairSetOf } from './pair-set.ts';

interface Sources {
  /** A folder of coloured pictures, or else how many dishes to draw. */
  readonly data: string | null;
  readonly petri: number | null;
  /** To go on from; null to begin. */
  readonly checkpoint: Uint8Array | null;
  readonly hardware: string;
}

/** Held-out pairs on a sheet of samples. */
const SHOWN = 2;

/**
 * Trains by a plan, and leaves a checkpoint, sheets and at the end a model in `folder`.
 *
 * @param planName where the plan stands, for the model's card.
 */
export async function trainInFolder(
  plan: Plan,
  planName: string,
  folder: string,
  sources: Sources,
): Promise<void> {
  const { learnt, held } = await pairSetOf(plan, sources.data, sources.petri);
  const shown = held.slice(0, SHOWN);
  const checkpoint = join(folder, 'checkpoint.safetensors');
  const training = sources.checkpoint
    ? readCheckpoint(sources.checkpoint, plan, checkpoint)
    : newTraining(plan);
  const keep = async () => {
    // Beside it and then in its place: a full disk or a power cut leaves the last one whole.
    const fresh = `${checkpoint}.new`;
    try {
      await writePicture(fresh, await writeCheckpoint(plan, training));
      await rename(fresh, checkpoint);
    } catch (error) {
      await rm(fresh, { force: true });
      throw error;
    }
  };
  await mkdir(join(folder, 'samples'), { recursive: true });

  const stop = new AbortController();
  const interrupt = () => stop.abort(new Interrupted());
  process.once('SIGINT', interrupt);
  try {
    let before = now();
    for await (const report of train(plan, training, learnt, shown, stop.signal)) {
      training.seconds += now() - before;
      before = now();
      progress(report, training.seconds / report.step);
      if (report.step % plan.train.checkpointEvery === 0 || report.step === report.of) await keep();
      if (report.samples.length > 0) {
        const file = join(folder, 'samples', `step-${String(report.step).padStart(6, '0')}.png`);
        await writePicture(file, await encodePng(sheet(shown, report.samples)));
        clear();
        process.stdout.write(`${words(report)}  ${file}\n`);
      }
    }
    const model = join(folder, 'model');
    await mkdir(model, { recursive: true });
    const origin = { plan: planName, hardware: sources.hardware };
    const files = await modelFolder(plan, training, learnt, held, origin);
    for (const [name, bytes] of files) await writePicture(join(model, name), bytes);
    process.stdout.write(`${model}\n`);
  } catch (error) {
    clear();
    if (!(error instanceof Interrupted)) throw error;
    await keep();
    process.stdout.write(`stopped after step ${training.step}; --resume goes on from there\n`);
  } finally {
    process.off('SIGINT', interrupt);
    disposeTraining(training);
  }
}

/** Ctrl-C. */
class Interrupted extends Error {}

function sheet(pairs: readonly Pair[], samples: readonly Picture[]): Picture {
  return composeSheet(
    pairs.flatMap(({ edges, colour }, i) => [
      { label: 'Edges', picture: edges },
      { label: 'Made', picture: samples[i] ?? colour }, // one for each pair
      { label: 'True', picture: colour },
    ]),
  );
}

const words = ({ step, of, losses }: Report) =>
  `step ${step} of ${of}  ${Object.entries(losses)
    .map(([name, loss]) => `${name} ${loss.toPrecision(3)}`)
    .join('  ')}`;

/** One line on a terminal that is written over: the step, its losses, the rate and the time that is left. */
function progress(report: Report, secondsPerStep: number): void {
  if (!process.stderr.isTTY) return;
  const left = secondsPerStep * (report.of - report.step);
  const time =
    left < 90
      ? `${Math.round(left)} s`
      : left < 5400
        ? `${Math.round(left / 60)} min`
        : `${(left / 3600).toFixed(1)} h`;
  const line = `${words(report)}  ${secondsPerStep.toFixed(2)} s a step, ${time} left`;
  process.stderr.write(`\r${line.slice(0, process.stderr.columns - 1)}\x1b[K`);
}

function clear(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
}
