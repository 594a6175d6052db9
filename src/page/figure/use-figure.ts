import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Tasks } from '../../bridge/messages.ts';
import type { Progress } from '../../engine/render-event.ts';
import { codeOf, sentenceAbout } from '../../state/failure.ts';
import { useDesk } from '../desk.ts';

type PreviewAsk = Tasks['figurePreview']['ask'];
export type Preview = Tasks['figurePreview']['answer'];
type Format = Tasks['figure']['ask']['format'];

const begun: Progress = { stage: 'decode', words: 'Waiting for its turn', done: 0, of: 1 };
/** How long a hand rests before the preview follows it. */
const REST_MS = 250;

/** A figure as it is asked for: its preview, which follows, and the making of its file. */
interface Figure {
  /** The newest preview; null before the first. It stays while a newer one is made. */
  readonly preview: Preview | null;
  /** How far a preview is that takes its time; null where none is being made. */
  readonly drawing: Progress | null;
  /** How far the file is; null while none is made. */
  readonly making: Progress | null;
  /** Why there is no preview or file, in a sentence; null where all is well. */
  readonly fault: string | null;
  make(format: Format): Promise<Uint8Array<ArrayBuffer> | null>;
  cancel(): void;
}

/** @param ask null where there is nothing to show, or nobody looks. */
export function useFigure(ask: PreviewAsk | null): Figure {
  const { client } = useDesk();
  const [preview, setPreview] = useState<Preview | null>(null);
  const [drawing, setDrawing] = useState<Progress | null>(null);
  const [making, setMaking] = useState<Progress | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const file = useRef<AbortController | null>(null);
  const key = useMemo(() => JSON.stringify(ask), [ask]);
  const newest = useRef(ask);
  newest.current = ask;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what is asked for
  useEffect(() => {
    if (!newest.current) return;
    const controller = new AbortController();
    const { signal } = controller;
    const tell = (next: Progress | null) => signal.aborted || setDrawing(next);
    const rest = setTimeout(async () => {
      if (!newest.current) return;
      try {
        tell(begun);
        const made = await client.run('figurePreview', newest.current, {
          background: true,
          signal,
          progress: tell,
        });
        if (signal.aborted) return;
        setPreview(made);
        setFault(null);
      } catch (error) {
        if (!signal.aborted && codeOf(error) !== 'cancelled') setFault(sentenceAbout('Figure', error));
      } finally {
        tell(null);
      }
    }, REST_MS);
    return () => {
      clearTimeout(rest);
      controller.abort();
    };
  }, [key, client]);

  const cancel = useCallback(() => file.current?.abort(), []);
  useEffect(() => cancel, [cancel]);

  const make = useCallback(
    async (format: Format) => {
      if (!newest.current) return null;
      const { rows, looks } = newest.current;
      const controller = new AbortController();
      file.current = controller;
      setFault(null);
      setMaking(begun);
      try {
        const listener = { background: true, signal: controller.signal, progress: setMaking };
        return (await client.run('figure', { rows, looks, format }, listener)).bytes;
      } catch (error) {
        if (codeOf(error) !== 'cancelled') setFault(sentenceAbout('Figure', error));
        return null;
      } finally {
        setMaking(null);
      }
    },
    [client],
  );

  return { preview, drawing, making, fault, make, cancel };
}
