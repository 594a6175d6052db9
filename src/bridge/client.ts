import { StudioError } from '../engine/errors.ts';
import type { Picture } from '../engine/picture.ts';
import type { Progress } from '../engine/render.ts';
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

/** How long a cancelled job may take to stop. */
const GRACE_MS = 3_000;
/** While there is work, the worker is asked this often whether it is there. */
const PING_MS = 2_000;
/**
 * Pings without any answer before the worker counts as stuck: 30 seconds. On a laptop with all its cores busy, 10 were
 * seen to pass within one step of a painting that ended well; who does not want to wait has Cancel.
 */
const SILENT_PINGS = 15;

interface Job {
  readonly request: JobRequest;
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

/**
 * Speaks with the engine in a worker. A worker that does not stop a cancelled job, or that is silent while it has work, is
 * ended and another started: the job that held it up fails as `stuck`, those behind it are asked again.
 */
export function createClient(spawn: () => EnginePort, after: After = browserAfter): Client {
  const jobs = new Map<JobId, Job>();
  const lines = new Map<string, Line>();
  const listeners = new Set<(device: DeviceInfo) => void>();
  let port: EnginePort | null = null;
  /** The worker has spoken, so its script is there: before that, silence may be a slow network. */
  let isLoaded = false;
  let hasSpoken = false;
  let silentPings = 0;
  let stopPinging: (() => void) | null = null;
  let nextJob: JobId = 1;
  let startAsk: Tasks['start']['ask'] | null = null;
  let isClosed = false;

  /** Starts a worker and asks it for whatever is open; the device comes first. */
  const connect = (): EnginePort => {
    const made = spawn();
    port = made;
    isLoaded = false;
    silentPings = 0;
    made.onmessage = ({ data }) => hear(data);
    made.onerror = () => {
      if (!isLoaded) failToLoad();
    };
    const open = [...jobs.values()];
    if (startAsk && !open.some(({ request }) => request.type === 'start')) {
      made.postMessage({ type: 'start', job: nextJob++, ask: startAsk, background: false });
    }
    for (const job of open) {
      job.begun = false;
      made.postMessage(job.request);
    }
    return made;
  };

  const disconnect = () => {
    if (!port) return;
    port.onmessage = null;
    if (port.onerror) port.onerror = null;
    port.terminate?.();
    port = null;
  };

  const hear = (reply: Reply) => {
    isLoaded = true;
    hasSpoken = true;
    if (reply.type === 'pong') return;
    if (reply.type === 'device') {
      for (const listener of listeners) listener(reply.device);
      return;
    }
    const job = jobs.get(reply.job);
    if (!job) return; // it was given up while its reply was on the way
    if (reply.type === 'begun') job.begun = true;
    else if (reply.type === 'progress') job.listener.progress?.(reply.progress);
    else if (reply.type === 'picture') job.listener.picture?.(reply.shown);
    else if (reply.type === 'dream') job.listener.dream?.(reply.event);
    else if (reply.type === 'preview') job.listener.preview?.(reply.picture);
    else if (reply.type === 'training') job.listener.training?.(reply.event);
    else if (reply.type === 'evaluation') job.listener.evaluation?.(reply.event);
    else if (reply.type === 'result') {
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
  };

  const failAll = (error: StudioError) => {
    for (const job of [...jobs.values()]) fail(job, job.isCancelled ? cancelled() : error);
  };

  const failToLoad = () => {
    disconnect(); // the next job tries again
    failAll(
      new StudioError('internal', 'The engine could not be loaded. Reload the page when you are online.'),
    );
  };

  /** Pings are counted, not milliseconds: a tab in the background and a laptop asleep have slow clocks. */
  const keepPinging = () => {
    stopPinging ??= after(PING_MS, () => {
      stopPinging = null;
      silentPings = hasSpoken || !isLoaded ? 0 : silentPings + 1;
      hasSpoken = false;
      if (silentPings >= SILENT_PINGS) restart('gave no sign of life for 30 seconds');
      else port?.postMessage({ type: 'ping' });
      if (jobs.size > 0) keepPinging();
    });
  };

  /** Of the jobs that began, the one in the foreground runs, and one of the background only where there is no other. */
  const running = () => {
    const begun = [...jobs.values()].filter((job) => job.begun);
    return begun.find(({ request }) => !request.background) ?? begun[0];
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
    port?.postMessage({ type: 'cancel', job: job.request.job });
    const stopGrace = after(GRACE_MS, () => (isLoaded ? restart('did not stop') : fail(job, cancelled())));
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
      (port ?? connect()).postMessage(request);
      if (request.type === 'start') startAsk = request.ask;
      const abort = () => cancel(job);
      const ended = () => signal?.removeEventListener('abort', abort);
      const job: Job = { request, listener, resolve, reject, begun: false, isCancelled: false, ended };
      signal?.addEventListener('abort', abort, { once: true });
      if (jobs.size === 0) silentPings = 0;
      jobs.set(id, job);
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
    close() {
      isClosed = true;
      disconnect();
      failAll(cancelled());
    },
  };
}
