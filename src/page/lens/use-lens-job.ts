import { useCallback, useEffect, useRef, useState } from 'react';
import type { Tasks } from '../../bridge/messages.ts';
import type { Progress } from '../../engine/render-event.ts';
import { codeOf, sentenceAbout } from '../../state/failure.ts';
import { useDesk } from '../desk.ts';

type LensTask = 'lensEdges' | 'lensCells' | 'lensSureness' | 'lensBeside' | 'lensCircle';

/** What is asked of the engine, and what it has come to. */
interface Job<T extends LensTask> {
  /** How far it is; null while nothing runs. */
  readonly progress: Progress | null;
  /** Of this very picture and recipe; null where that was not asked, or not yet answered. */
  readonly answer: Tasks[T]['answer'] | null;
  start(): void;
  cancel(): void;
  /** Lets the answer go. */
  forget(): void;
}

/** The newest answer of each task: who looks at another stage and comes back finds it again. */
const answers = new Map<LensTask, { readonly key: string; readonly answer: unknown }>();

const begun: Progress = { stage: 'colour', words: 'Waiting for its turn', done: 0, of: 1 };

/**
 * Asks for one of the lens's tasks when it is started. It ends when the picture or its recipe becomes another, on Escape, and when
 * its part of the page goes.
 *
 * @param key names what the answer is of.
 * @param stopped is told when a person stops it with Escape.
 * @param failed is told of a failure, in a sentence; without it the page's alerts are.
 */
export function useLensJob<T extends LensTask>(
  task: T,
  ask: Tasks[T]['ask'] | null,
  key: string,
  stopped?: () => void,
  failed?: (sentence: string) => void,
): Job<T> {
  const { client, studio } = useDesk();
  const [progress, setProgress] = useState<Progress | null>(null);
  const running = useRef<AbortController | null>(null);
  const newest = useRef(ask);
  newest.current = ask;
  const onStopped = useRef(stopped);
  onStopped.current = stopped;
  const onFailed = useRef(failed);
  onFailed.current = failed;

  const cancel = useCallback(() => running.current?.abort(), []);
  const start = useCallback(() => {
    const { current } = newest;
    if (!current) return;
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const { signal } = controller;
    const tell = (next: Progress | null) => running.current === controller && setProgress(next);
    tell(begun);
    client
      .run(task, current, { background: true, signal, progress: tell })
      .then((answer) => {
        answers.set(task, { key, answer });
      })
      .catch((error: unknown) => {
        if (codeOf(error) === 'cancelled') return;
        const sentence = sentenceAbout(current.source.name, error);
        if (onFailed.current) onFailed.current(sentence);
        else studio.getState().alert(`lens ${task}`, sentence);
      })
      .finally(() => tell(null));
  }, [client, studio, task, key]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another key is another picture
  useEffect(() => cancel, [key, cancel]);

  const isRunning = progress !== null;
  useEffect(() => {
    if (!isRunning) return;
    const press = ({ key: pressed }: KeyboardEvent) => {
      if (pressed !== 'Escape') return;
      cancel();
      onStopped.current?.();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [isRunning, cancel]);

  const known = answers.get(task);
  // Only this task's answers are put under its name.
  const answer = known?.key === key ? (known.answer as Tasks[T]['answer']) : null;
  const forget = useCallback(() => void answers.delete(task), [task]);
  return { progress, answer, start, cancel, forget };
}
