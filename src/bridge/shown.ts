import type { EvaluationEvent } from '../engine/evaluate.ts';
import type { RenderEvent } from '../engine/render-event.ts';
import type { ChannelLevels } from '../engine/stages/channel-levels.ts';
import type { EvaluationNews } from './messages.ts';
import type { TaskEvent } from './serve.ts';
import { shownCells } from './shown-cells.ts';
import { toRgba } from './to-rgba.ts';

/** A stage's picture, or a dream's frame, made ready for a canvas. */
export function show(event: RenderEvent): TaskEvent {
  if (event.type === 'progress') return event;
  if (event.type === 'ascent') return { type: 'dream', event };
  if (event.type === 'frame') return { type: 'dream', event: { ...event, picture: toRgba(event.picture) } };
  const { type, picture, raw, cells, levels, contrast, ...rest } = event;
  // Copies: what the cache holds must not change hands.
  const copied = {
    ...(raw && { raw: raw.slice() }),
    ...(cells && { cells: shownCells(cells) }),
    ...(levels && { levels: levels.map(ownLevels) }),
    ...(contrast && { contrast: ownLevels(contrast) }),
  };
  return { type, shown: { ...rest, picture: toRgba(picture), ...copied } };
}

const ownLevels = (levels: ChannelLevels): ChannelLevels => ({ ...levels, counts: levels.counts.slice() });

/** An event of an evaluation as the page takes it. */
export function news(event: EvaluationEvent): EvaluationNews {
  if (event.type === 'left-out') {
    const { error } = event;
    return { type: 'left-out', sentence: error instanceof Error ? error.message : String(error) };
  }
  if (event.type !== 'measured') return event;
  const { edges, painted, truth } = event;
  return { ...event, edges: toRgba(edges), painted: toRgba(painted), truth: toRgba(truth) };
}
