import { exportInTiles } from '../engine/export/tiled.ts';
import type { RenderContext } from '../engine/render.ts';
import type { ProgressEvent } from '../engine/render-event.ts';
import type { Source as EngineSource } from '../engine/source.ts';
import { mapped } from '../engine/steps/mapped.ts';
import { spilling } from '../engine/tiles/scratch.ts';
import { browserScratch, type LargeFile, largeFile, removeOldFiles } from './large-files.ts';
import type { Source, Tasks } from './messages.ts';
import type { TaskEvent } from './serve.ts';

/** What is put aside in memory before files are used. */
const ASIDE_BYTES = 2 ** 26;
/** Side of the tiles in pixels. */
const TILE = 512;

/** What the export of a whole picture needs of the studio in the worker. */
interface Room {
  engineSource(source: Source): EngineSource;
  /** Runs steps on the device, again where it is lost under them. */
  onDevice<Step, Result>(
    steps: (context: RenderContext) => AsyncGenerator<Step, Result>,
    signal: AbortSignal,
  ): AsyncGenerator<Step, Result>;
}

/** The task `exportWhole` of messages.ts. */
export async function* exportWhole(
  { source, recipe, stage, format, kind, place }: Tasks['exportWhole']['ask'],
  { engineSource, onDevice }: Room,
  signal: AbortSignal,
): AsyncGenerator<TaskEvent, Tasks['exportWhole']['answer']> {
  await removeOldFiles();
  let file: LargeFile | null = null;
  let isFinished = false;
  /** A device that was lost begins anew. */
  const open = async () => {
    await file?.drop();
    file = await largeFile(place, `image/${format}`);
    return file;
  };
  const whole = { ...recipe, develop: { ...recipe.develop, frame: 'fit' as const, scale: 1 } };
  const settings = { stage, format, tile: TILE, ...(kind && { kind }) } as const;
  try {
    yield* mapped(
      onDevice(({ shelf }) => {
        const room = { shelf, scratch: spilling(ASIDE_BYTES, browserScratch), open };
        return exportInTiles(engineSource(source), whole, settings, room, signal);
      }, signal),
      (progress): ProgressEvent => ({ type: 'progress', progress: { stage, ...progress } }),
    );
    signal.throwIfAborted();
    const made = file as LargeFile | null; // `open` has set it
    const blob = (await made?.finish()) ?? null;
    isFinished = true;
    return { blob };
  } finally {
    if (!isFinished) await (file as LargeFile | null)?.drop();
  }
}
