import { checklist } from '../engine/figure/checklist.ts';
import { layout } from '../engine/figure/layout.ts';
import { makeFigure } from '../engine/figure/make-figure.ts';
import { methods } from '../engine/figure/methods.ts';
import { type FigureRow, figurePanels } from '../engine/figure/panels.ts';
import { drawingSeen } from '../engine/figure/seen.ts';
import { figureSvg } from '../engine/figure/svg.ts';
import type { RenderContext, RenderExtras } from '../engine/render.ts';
import type { Source as EngineSource } from '../engine/source.ts';
import type { LabelSource, Source, Tasks } from './messages.ts';
import type { TaskEvent } from './serve.ts';

/** What figures need of the studio in the worker. */
export interface FigureRoom {
  engineSource(source: Source): EngineSource;
  /** What a person put beside the picture. */
  beside(guide: Source | undefined, labels: LabelSource | undefined): RenderExtras;
  /** Runs steps on the device, again where it is lost under them. */
  onDevice<Step, Result>(
    steps: (context: RenderContext) => AsyncGenerator<Step, Result>,
    signal: AbortSignal,
  ): AsyncGenerator<Step, Result>;
}

/** Fingerprints of files, which a preview would read anew for each moved slider. */
const fingerprints = new WeakMap<EngineSource, Promise<string>>();

function fingerprintOf(source: EngineSource): Promise<string> {
  const known = fingerprints.get(source) ?? source.fingerprint();
  fingerprints.set(source, known);
  known.catch(() => fingerprints.delete(source)); // it may be there the next time
  return known;
}

const rowsOf = (
  { rows }: Pick<Tasks['figure']['ask'], 'rows'>,
  { engineSource, beside }: FigureRoom,
): readonly FigureRow[] =>
  rows.map(({ source, caption, recipe, guide, labels }) => {
    const opened = engineSource(source);
    return {
      source: { ...opened, fingerprint: () => fingerprintOf(opened) },
      caption,
      recipe,
      extras: beside(guide, labels),
    };
  });

/** The task `figure` of figure-messages.ts. */
export async function* figure(
  ask: Tasks['figure']['ask'],
  room: FigureRoom,
  signal: AbortSignal,
): AsyncGenerator<TaskEvent | null, Tasks['figure']['answer']> {
  const rows = rowsOf(ask, room);
  const { bytes } = yield* room.onDevice(
    (context) => makeFigure(rows, ask.looks, ask.format, context, signal),
    signal,
  );
  return { bytes };
}

/** The task `figurePreview` of figure-messages.ts. */
export async function* figurePreview(
  ask: Tasks['figurePreview']['ask'],
  room: FigureRoom,
  signal: AbortSignal,
): AsyncGenerator<TaskEvent | null, Tasks['figurePreview']['answer']> {
  const rows = rowsOf(ask, room);
  const { panels, provenance } = yield* room.onDevice(
    (context) => figurePanels(rows, ask.looks, context, signal),
    signal,
  );
  const captions = rows.map(({ caption }) => caption);
  const { drawing, panels: placed } = layout(ask.looks, panels, captions);
  const seen = ask.vision ? drawingSeen(drawing, ask.vision) : drawing;
  return {
    svg: await figureSvg(seen, 'Figure', ''),
    widthMm: drawing.width,
    heightMm: drawing.height,
    panels: placed,
    lights: checklist(panels, provenance),
    methods: methods(provenance, panels),
  };
}
