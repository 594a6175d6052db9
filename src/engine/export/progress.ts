import type { ProgressEvent, RenderEvent } from '../render-event.ts';
import type { DreamEvent } from '../stages/dream.ts';
import { mapped } from '../steps/mapped.ts';

/** What an event says of how far the work is; null where it says nothing. */
export function progressOf(event: RenderEvent | DreamEvent | null): ProgressEvent | null {
  if (!event) return null;
  if (event.type === 'progress') return event;
  if (event.type !== 'frame' || !event.figures) return null;
  const { octave, octaves, step, steps } = event.figures;
  const words = `Dreaming, octave ${octave} of ${octaves}, step ${step} of ${steps}`;
  return { type: 'progress', progress: { stage: 'dream', words, done: step, of: steps } };
}

/** The result of steps of which only the progress is told; null in between, so that the caller may stop. */
export const onlyProgress = <Result>(
  steps: AsyncGenerator<RenderEvent | DreamEvent | null, Result>,
): AsyncGenerator<ProgressEvent | null, Result> => mapped(steps, progressOf);
