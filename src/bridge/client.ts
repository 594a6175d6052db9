import { StudioError } from '../engine/errors.ts';
import type { Picture } from '../engine/picture.ts';
import type { Progress } from '../engine/render-event.ts';
import type { DreamEvent } from '../engine/stages/dream.ts';
import type { TrainingEvent } from '../engine/train/own-training.ts';
import { type After, browserAfter } from './after.ts';
import { createLine, type Line } from './line.ts';
import type {
  DeviceInfo,
  EvaluationNews,
  JobId,
  JobRequest,
  Reply,
  Request,
  ShownPicture,
  TaskName,
  Tasks,
} from './messages.ts';

/** What a caller wants to hear of a job before it ends. */
export interface Listener {
  readonly progress?: (progress: Progress) => void;
  readonly picture?: (shown: ShownPicture) => void;
  /** A dream's frames and figures. */
  readonly dream?: (event: DreamEvent) => void;
  /** How far a single picture is; RGBA. */
  readonly preview?: (picture: Picture) => void;
  readonly training?: (event: TrainingEvent) => void;
  readonly evaluation?: (event: EvaluationNews) => void;
  readonly signal?: AbortSignal;
  /** Gives way to jobs that are not. */
  readonly background?: boolean;
}

export interface Client {
  /** Starts a job. Rejects with a StudioError, whose code is `cancelled` when its signal was aborted. */
  run<T extends TaskName>(type: T, ask: Tasks[T]['ask'], listener?: Listener): Promise<Tasks[T]['answer']>;
  /** Starts a job of which only the newest with its key counts, as a slider's render; line.ts has the rule. */
  latest<T extends TaskName>(
    key: string,
    type: T,
    ask: Tasks[T]['ask'],
    listener?: Listener,
  ): Promise<Tasks[T]['answer']>;
  /** Calls back when a device was chosen or rebuilt; returns the way to stop that. */
  onDevice(listener: (device: DeviceInfo) => void): () => void;
  /** Calls back with the error of each job that fails, beside whoever asked for it; returns the way to stop that. */
  onFailure(listener: (error: StudioError) => void): () => void;
  /** Ends the worker; jobs that are open end as `cancelled`. */
  close(): void;
}

/** The page's side of the line: a Worker, or a MessagePort in tests. */
export interface EnginePort {
  postMessage(request: Request): void;
  onmessage: ((event: MessageEvent<Reply>) => void) | null;
  /** A worker whose script cannot be loaded tells so here. */
  onerror?: ((event: ErrorEvent) => void) | null;
  terminate?(): void;
}

/** How long a cancelled job may take to stop; one in the background, for which nobody waits, may be reading a plane from a slow disk. */
const GRACE_MS = 3_000;
const BACKGROUND_GRACE_MS = 30_000;
/** While there is work, the worker is asked this often whether it is there. */
const PING_MS = 2_000;
/**
 * Pings without any answer before the worker counts as stuck: 30 seconds. On a laptop with all its cores busy, 10 were
 * seen to pass within one step of a painting that ended well; who does not want to wait has Cancel.
 */
const SILENT_PINGS = 15;
/**
 * The same while the worker does something for the first time: 90 seconds. It may compile then, late and in one piece, and
 * the first step of a dream takes three times as long as the next.
 */
const FIRST_SILENT_PINGS = 45;

interface Job {
  readonly request: JobRequest;
  /** The task, and each of its stages that the worker has told of. */
  readonly doings: Set<string>;
  readonly listener: Listener;
  /** The answer's type is that of the request; `run` knows it. */
  resolve(answer: never): void;
  reject(error: StudioError): void;
  begun: boolean;
  isCancelled: boolean;
  /** Called when the job has ended. */
  ended(): void;
}

const cancelled = () => new StudioError('cancelled', 'Cancelled.');

/** What a job is about, for a sentence. */
const about = ({ ask }: JobRequest) => ('source' in ask ? `${ask.source.name}: the` : 'The');

/** Words of a stage of a task. */
const doing = (task: TaskName, stage = '') => `${task} ${stage}`;

/**
 * Speaks with the engine in a worker. A worker that does not stop a cancelled job, or that is silent while it has work, is
 * ended and another started: the job that held it up fails as `stuck`, those behind it are asked again once the new worker
 * has a device. Where it gets none they fail with the reason, and the next job tries again.
 */
export function createClient(spawn: () => EnginePort, after: After = browserAfter): Client {
  const jobs = new Map<JobId, Job>();
  const lines = new Map<string, Line>();
  const listeners = new Set<(device: DeviceInfo) => void>();
  const failureListeners = new Set<(error: StudioError) => void>();
  let port: EnginePort | null = null;
  /** The worker has spoken, so its script is there: before that, silence may be a slow network. */
  let isLoaded = false;
  let hasSpoken = false;
  let silentPings = 0;
  let stopPinging: (() => void) | null = null;
  let nextJob: JobId = 1;
  let startAsk: Tasks['start']['ask'] | null = null;
  /** The start that a new worker was asked for: until it has ended, no other job reaches that worker. */
  let starting: JobId | null = null;
  /** What this worker has done to its end. */
  let done = new Set<string>();
  let isClosed = false;

  /** Starts a worker; it is asked for whatever is open, but first of all for its device. */
  const connect = () => {
    const made = spawn();
    port = made;
    isLoaded = false;
    silentPings = 0;
    done = new Set();
    made.onmessage = ({ data }) => hear(data);
    made.onerror = () => {
      if (!isLoaded) failToLoad();
    };
    for (const job of jobs.values()) job.begun = false;
    const asked = [...jobs.values()].find(({ request }) => request.type === 'start')?.request;
    const start: JobRequest | null =
      asked ?? (startAsk && { type: 'start', job: nextJob++, ask: startAsk, background: false });
    starting = start?.job ?? null;
    if (start) made.postMessage(start);
    else for (const { request } of jobs.values()) made.postMessage(request);
  };

  /** The start that `connect` asked for has ended. */
  const started = (reply: Extract<Reply, { type: 'result' | 'error' }>) => {
    starting = null;
    const others = [...jobs.values()].filter(({ request }) => request.job !== reply.job);
    if (reply.type === 'result') {
      done.add(doing('start'));
      for (const { request } of others) port?.postMessage(request);
      return;
    }
    disconnect(); // the next job tries again
    const error = new StudioError(reply.code, `The engine could not be started again. ${reply.sentence}`);
    for (const job of others) fail(job, error);
  };

  const disconnect = () => {
    if (!port) return;
    port.onmessage = null;
    if (port.onerror) port.onerror = null;
    port.terminate?.();
    port = null;
    starting = null;
  };

  const hear = (reply: Reply) => {
    isLoaded = true;
    hasSpoken = true;
    if (reply.type === 'pong') return;
    if (reply.type === 'device') {
      for (const listener of listeners) listener(reply.device);
      return;
    }
    if (reply.job === starting && (reply.type === 'result' || reply.type === 'error')) started(reply);
    const job = jobs.get(reply.job);
    if (!job) return; // it was given up while its reply was on the way
    if (reply.type === 'begun') job.begun = true;
    else if (reply.type === 'progress') {
      job.doings.add(doing(job.request.type, reply.progress.stage));
      job.listener.progress?.(reply.progress);
    } else if (reply.type === 'picture') job.listener.picture?.(reply.shown);
    else if (reply.type === 'dream') job.listener.dream?.(reply.event);
    else if (reply.type === 'preview') job.listener.preview?.(reply.picture);
    else if (reply.type === 'training') job.listener.training?.(reply.event);
    else if (reply.type === 'evaluation') job.listener.evaluation?.(reply.event);
    else if (reply.type === 'result') {
      for (const one of job.doings) done.add(one);
      end(job);
      job.resolve(reply.answer as never); // the answer to this very request
    } else {
      const error = new StudioError(reply.code, reply.sentence);
      if (reply.stack) error.stack = reply.stack;
      fail(job, error);
    }
  };

  const end = (job: Job) => {
    jobs.delete(job.request.job);
    job.ended();
    if (jobs.size > 0) return;
    stopPinging?.();
    stopPinging = null;
  };

  const fail = (job: Job, error: StudioError) => {
    end(job);
    job.reject(error);
    for (const listener of failureListeners) listener(error);
  };

  const failAll = (error: StudioError) => {
    for (const job of [...jobs.values()]) fail(job, job.isCancelled ? cancelled() : error);
  };

  const failToLoad = () => {
    disconnect(); // the next job tries again
    failAll(new StudioError('part', 'The engine could not be loaded. Reload the page when you are online.'));
  };

  /** Pings are counted, not milliseconds: a tab in the background and a laptop asleep have slow clocks. */
  const keepPinging = () => {
    stopPinging ??= after(PING_MS, () => {
      stopPinging = null;
      silentPings = hasSpoken || !isLoaded ? 0 : silentPings + 1;
      hasSpoken = false;
      if (silentPings >= patience()) {
        restart(`gave no sign of life for ${(silentPings * PING_MS) / 1000} seconds`);
      } else port?.postMessage({ type: 'ping' });
      if (jobs.size > 0) keepPinging();
    });
  };

  /** Of the jobs that began, the one in the foreground runs, and one of the background only where there is no other. */
  const running = () => {
    const begun = [...jobs.values()].filter((job) => job.begun);
    return begun.find(({ request }) => !request.background) ?? begun[0];
  };

  /** How many pings the worker may be silent for. */
  const patience = () => {
    const doings = running()?.doings ?? [doing('start')];
    return [...doings].every((one) => done.has(one)) ? SILENT_PINGS : FIRST_SILENT_PINGS;
  };

  const restart = (what: string) => {
    disconnect();
    const stuck = running();
    if (stuck) {
      const sentence = `${about(stuck.request)} engine ${what} and was started again.`;
      fail(stuck, stuck.isCancelled ? cancelled() : new StudioError('stuck', sentence));
    } else failAll(new StudioError('stuck', `The engine ${what}. Reload the page.`));
    for (const job of [...jobs.values()]) if (job.isCancelled) fail(job, cancelled());
    connect();
  };

  const cancel = (job: Job) => {
    job.isCancelled = true;
    if (starting !== null && starting !== job.request.job) {
      fail(job, cancelled()); // the worker does not know of it yet
      return;
    }
    port?.postMessage({ type: 'cancel', job: job.request.job });
    const graceMs = job.request.background ? BACKGROUND_GRACE_MS : GRACE_MS;
    const stopGrace = after(graceMs, () => (isLoaded ? restart('did not stop') : fail(job, cancelled())));
    const { ended } = job;
    job.ended = () => {
      stopGrace();
      ended();
    };
  };

  const run: Client['run'] = (type, ask, listener = {}) =>
    new Promise((resolve, reject) => {
      const { signal, background = false } = listener;
      if (signal?.aborted || isClosed) {
        reject(cancelled());
        return;
      }
      const id = nextJob++;
      // One object for the union: `type` and `ask` belong together, which the caller's T guarantees.
      const request = { type, ask, job: id, background } as JobRequest;
      if (request.type === 'start') startAsk = request.ask;
      const abort = () => cancel(job);
      const ended = () => signal?.removeEventListener('abort', abort);
      const doings = new Set([doing(type)]);
      const job: Job = {
        request,
        doings,
        listener,
        resolve,
        reject,
        begun: false,
        isCancelled: false,
        ended,
      };
      signal?.addEventListener('abort', abort, { once: true });
      if (jobs.size === 0) silentPings = 0;
      jobs.set(id, job);
      if (!port) connect();
      else if (starting === null) port.postMessage(request);
      keepPinging();
    });

  connect(); // so that the script is on its way before the first job
  return {
    run,
    latest(key, type, ask, listener = {}) {
      const line = lines.get(key) ?? createLine(after);
      lines.set(key, line);
      return line.ask((signal) => run(type, ask, { ...listener, signal }), listener.signal);
    },
    onDevice(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onFailure(listener) {
      failureListeners.add(listener);
      return () => failureListeners.delete(listener);
    },
    close() {
      isClosed = true;
      disconnect();
      failAll(cancelled());
    },
  };
}
