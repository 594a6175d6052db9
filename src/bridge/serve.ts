import { type ErrorCode, StudioError } from '../engine/errors.ts';
import type { Picture } from '../engine/picture.ts';
import type { ProgressEvent } from '../engine/render-event.ts';
import type { DreamEvent } from '../engine/stages/dream.ts';
import type { TrainingEvent } from '../engine/train/own-training.ts';
import { buffersIn } from './buffers-in.ts';
import type {
  DeviceInfo,
  EvaluationNews,
  JobRequest,
  Reply,
  Request,
  ShownPicture,
  TaskName,
  Tasks,
} from './messages.ts';
import { createQueue } from './queue.ts';

/** What a task tells on its way. */
export type TaskEvent =
  | ProgressEvent
  | { readonly type: 'picture'; readonly shown: ShownPicture }
  | { readonly type: 'dream'; readonly event: DreamEvent }
  | { readonly type: 'preview'; readonly picture: Picture }
  | { readonly type: 'training'; readonly event: TrainingEvent }
  | { readonly type: 'evaluation'; readonly event: EvaluationNews };

/** Every task as steps that can be stopped between any two; one that tells nothing is null. */
export type Engine = {
  readonly [T in TaskName]: (
    ask: Tasks[T]['ask'],
    signal: AbortSignal,
  ) => AsyncGenerator<TaskEvent | null, Tasks[T]['answer']>;
};

/** The worker's side of the line. */
export interface WorkerPort {
  postMessage(reply: Reply, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<Request>) => void) | null;
}

/** What Chromium, Firefox and WebKit say of an `import()` of a script that is gone, or that came as something else. */
const MISSING_SCRIPT = /dynamically imported module|Importing a module script failed|JavaScript MIME type/i;

function explain(
  error: unknown,
  cancelled: boolean,
): { code: ErrorCode; sentence: string; stack: string | undefined } {
  const stack = error instanceof Error ? error.stack : undefined;
  if (cancelled) return { code: 'cancelled', sentence: 'Cancelled.', stack };
  if (error instanceof StudioError) return { code: error.code, sentence: error.message, stack };
  const words = error instanceof Error ? error.message : String(error);
  if (MISSING_SCRIPT.test(words)) {
    const sentence = 'A part of the engine could not be loaded. Reload the page when you are online.';
    return { code: 'part', sentence, stack };
  }
  return { code: 'internal', sentence: `Eosin made a mistake (${words}). Please try again.`, stack };
}

/**
 * Answers requests on a port with an engine: every job ends in exactly one `result` or `error`.
 *
 * @param makeEngine is given a way to tell the page of a device that was rebuilt.
 */
export function serve(port: WorkerPort, makeEngine: (tell: (device: DeviceInfo) => void) => Engine): void {
  const post = (reply: Reply) => port.postMessage(reply, [...buffersIn(reply)]);
  const engine = makeEngine((device) => post({ type: 'device', device }));
  const queue = createQueue<TaskEvent | null, Tasks[TaskName]['answer']>();

  const stepsOf = <T extends TaskName>(type: T, ask: Tasks[T]['ask'], signal: AbortSignal) =>
    engine[type](ask, signal);

  const add = ({ type, job, ask, background }: JobRequest) =>
    queue.add({
      job,
      background,
      steps: (signal) => stepsOf(type, ask, signal),
      begun: () => post({ type: 'begun', job }),
      event: (event) => event && post({ ...event, job }),
      done: (answer) => post({ type: 'result', job, answer }),
      failed: (error, cancelled) => post({ type: 'error', job, ...explain(error, cancelled) }),
    });

  port.onmessage = ({ data: request }) => {
    if (request.type === 'ping') post({ type: 'pong' });
    else if (request.type === 'cancel') queue.cancel(request.job);
    else add(request);
  };
}
