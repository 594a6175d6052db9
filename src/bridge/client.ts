import { StudioError } from '../engine/errors.ts';
import type { Progress } from '../engine/render.ts';
import type {
  DeviceInfo,
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
  readonly signal?: AbortSignal;
  /** Gives way to jobs that are not. */
  readonly background?: boolean;
}

export interface Client {
  /** Starts a job. Rejects with a StudioError, whose code is `cancelled` when its signal was aborted. */
  run<T extends TaskName>(type: T, ask: Tasks[T]['ask'], listener?: Listener): Promise<Tasks[T]['answer']>;
  /**
   * Starts a job of which only the newest counts, as a slider's render: one of a key runs and one waits. A newer one takes
   * the place of the waiting one, which ends as `cancelled`; the running one goes on if it is young, so that a drag shows
   * pictures, and is cancelled if it is not, so that a slow device answers too.
   */
  latest<T extends TaskName>(
    key: string,
    type: T,
    ask: Tasks[T]['ask'],
    listener?: Listener,
  ): Promise<Tasks[T]['answer']>;
  /** Calls back when a device was chosen or rebuilt; returns the way to stop that. */
  onDevice(listener: (device: DeviceInfo) => void): () => void;
  close(): void;
}

/** The page's side of the line: a Worker, or a MessagePort in tests. */
export interface EnginePort {
  postMessage(request: Request): void;
  onmessage: ((event: MessageEvent<Reply>) => void) | null;
  terminate?(): void;
}

/** Time from outside, so that tests need not wait. */
export interface Clock {
  now(): number;
  /** Calls back after some milliseconds; returns the way to stop that. */
  after(ms: number, then: () => void): () => void;
}

/** A render younger than this is let finish when a newer one is asked for. */
const YOUNG_MS = 500;
/** How long a cancelled job may take to stop. */
const GRACE_MS = 5_000;
/** How long a worker may be silent while it has work. */
const SILENCE_MS = 10_000;
const PING_MS = 2_000;

const browserClock: Clock = {
  now: () => performance.now(),
  after(ms, then) {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};

interface Job {
  readonly request: JobRequest;
  readonly listener: Listener;
  /** The answer's type is that of the request; `run` knows it. */
  resolve(answer: never): void;
  reject(error: StudioError): void;
  begun: boolean;
  cancelled: boolean;
}

interface Line {
  running: { abort: AbortController; since: number } | null;
  waiting: { start(): void; drop(): void } | null;
}

const cancelled = () => new StudioError('cancelled', 'Cancelled.');

/** What a job is about, for a sentence. */
const about = ({ ask }: JobRequest) => ('source' in ask ? `${ask.source.name}: the` : 'The');

/**
 * Speaks with the engine in a worker. A worker that does not stop a cancelled job, or that is silent while it has work, is
 * ended and another started: the job that held it up fails as `stuck`, those behind it are asked again.
 */
export function createClient(spawn: () => EnginePort, clock: Clock = browserClock): Client {
  const jobs = new Map<JobId, Job>();
  const lines = new Map<string, Line>();
  const listeners = new Set<(device: DeviceInfo) => void>();
  let port: EnginePort;
  let nextJob: JobId = 1;
  let lastSign = 0;
  let stopWatching: (() => void) | null = null;
  let startAsk: Tasks['start']['ask'] | null = null;

  const connect = () => {
    port = spawn();
    lastSign = clock.now();
    port.onmessage = ({ data }) => hear(data);
  };

  const hear = (reply: Reply) => {
    lastSign = clock.now();
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
    else if (reply.type === 'result') end(reply.job, () => job.resolve(reply.answer as never));
    else {
      const error = new StudioError(reply.code, reply.sentence);
      if (reply.stack) error.stack = reply.stack;
      end(reply.job, () => job.reject(error));
    }
  };

  const end = (id: JobId, tell: () => void) => {
    jobs.delete(id);
    if (jobs.size === 0) {
      stopWatching?.();
      stopWatching = null;
    }
    tell();
  };

  /** While there is work, asks the worker now and then whether it is there. */
  const watch = () => {
    stopWatching ??= clock.after(PING_MS, () => {
      stopWatching = null;
      if (clock.now() - lastSign > SILENCE_MS) restart(culprit(), 'gave no sign of life for 10 seconds');
      else port.postMessage({ type: 'ping' });
      if (jobs.size > 0) watch();
    });
  };

  /** The job that holds the worker up: of those that began, the one in the foreground, else the newest. */
  const culprit = () => {
    const begun = [...jobs.values()].filter((job) => job.begun);
    return begun.find(({ request }) => !request.background) ?? begun.at(-1);
  };

  const restart = (stuck: Job | undefined, what: string) => {
    port.onmessage = null;
    port.terminate?.();
    connect();
    if (stuck) {
      const sentence = `${about(stuck.request)} engine ${what} and was started again.`;
      end(stuck.request.job, () =>
        stuck.reject(stuck.cancelled ? cancelled() : new StudioError('stuck', sentence)),
      );
    }
    const left = [...jobs.values()];
    if (startAsk && !left.some(({ request }) => request.type === 'start')) {
      port.postMessage({ type: 'start', job: nextJob++, ask: startAsk, background: false });
    }
    for (const job of left) {
      job.begun = false;
      if (job.cancelled) end(job.request.job, () => job.reject(cancelled()));
      else port.postMessage(job.request);
    }
  };

  const cancel = (id: JobId) => {
    const job = jobs.get(id);
    if (!job || job.cancelled) return;
    job.cancelled = true;
    port.postMessage({ type: 'cancel', job: id });
    clock.after(GRACE_MS, () => {
      if (jobs.get(id) === job) restart(job, 'did not stop');
    });
  };

  const run: Client['run'] = (type, ask, listener = {}) =>
    new Promise((resolve, reject) => {
      if (listener.signal?.aborted) {
        reject(cancelled());
        return;
      }
      const id = nextJob++;
      const background = listener.background ?? false;
      // One object for the union: `type` and `ask` belong together, which the caller's T guarantees.
      const request = { type, ask, job: id, background } as JobRequest;
      if (request.type === 'start') startAsk = request.ask;
      jobs.set(id, { request, listener, resolve, reject, begun: false, cancelled: false });
      listener.signal?.addEventListener('abort', () => cancel(id), { once: true });
      if (jobs.size === 1) lastSign = clock.now();
      port.postMessage(request);
      watch();
    });

  const latest: Client['latest'] = (key, type, ask, listener = {}) =>
    new Promise((resolve, reject) => {
      const line = lines.get(key) ?? { running: null, waiting: null };
      lines.set(key, line);
      const drop = () => {
        if (line.waiting === turn) line.waiting = null;
        reject(cancelled());
      };
      const start = () => {
        const abort = new AbortController();
        listener.signal?.addEventListener('abort', () => abort.abort(), { once: true });
        line.running = { abort, since: clock.now() };
        run(type, ask, { ...listener, signal: abort.signal })
          .then(resolve, reject)
          .finally(() => {
            const next = line.waiting;
            line.running = null;
            line.waiting = null;
            next?.start();
          });
      };
      const turn = { start, drop };
      if (listener.signal?.aborted) {
        drop();
        return;
      }
      if (!line.running) {
        start();
        return;
      }
      line.waiting?.drop();
      line.waiting = turn;
      listener.signal?.addEventListener('abort', () => line.waiting === turn && drop(), { once: true });
      const { abort, since } = line.running;
      const age = clock.now() - since;
      if (age >= YOUNG_MS) abort.abort();
      else clock.after(YOUNG_MS - age, () => line.running?.abort === abort && line.waiting && abort.abort());
    });

  connect();
  return {
    run,
    latest,
    onDevice(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      stopWatching?.();
      port.onmessage = null;
      port.terminate?.();
    },
  };
}
