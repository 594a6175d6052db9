import { useEffect, useMemo, useRef, useState } from 'react';
import type { DrawnPane, StrokeOn } from '../../state/recipe.ts';
import { type Tool, toolsOn } from '../../state/view.ts';
import { useDesk, useStudio } from '../desk.ts';
import type { Size } from './geometry.ts';
import type { Drawing } from './use-hand.ts';

/** Points nearer than this to the last one, in pixels of the picture, add nothing. */
const SPACING = 0.7;

const share = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 1e5) / 1e5;

/** Any stroke, whichever pane it is drawn on. */
export type AnyStroke = StrokeOn[DrawnPane];

/** The tool in hand, where it belongs to that pane. */
export const toolFor = (pane: DrawnPane | null, tool: Tool): AnyStroke['tool'] | null =>
  (pane && toolsOn[pane].find((one) => one === tool)) ?? null;

/**
 * Pen, brush and eraser: a stroke is one step of undo. Over the edges it goes into the store as it grows, at most once a
 * frame; a dream, which takes longer, gets it whole.
 *
 * @param pane null for one that cannot be drawn on.
 * @returns `drawing` for the hand, null while the tool is `view`; and the stroke that the picture on screen does not have
 *   yet.
 */
export function usePen(
  pane: DrawnPane | null,
  picture: Size,
): { drawing: Drawing | null; fresh: AnyStroke | null } {
  const { studio } = useDesk();
  const tool = useStudio((state) => toolFor(pane, state.tool));
  const size = useStudio((state) => (pane && tool ? state.penSize[pane][tool] : 1));
  const selected = useStudio((state) => state.selected);
  const isWorking = useStudio((state) => state.stages[pane ?? 'edges'].state === 'working');
  const [fresh, setFresh] = useState<AnyStroke | null>(null);
  const [isDown, setIsDown] = useState(false);
  const points = useRef<number[]>([]);
  const frame = useRef(0);
  const { width, height } = picture;

  const drawing = useMemo((): Drawing | null => {
    if (tool === null || selected === null || pane === null) return null;
    const isLive = pane === 'edges';
    const put = (replace: boolean) => {
      cancelAnimationFrame(frame.current);
      frame.current = 0;
      const stroke = { tool, size, points: [...points.current] } as AnyStroke; // a tool of this pane
      if (isLive) studio.getState().drawStroke<DrawnPane>(pane, selected, stroke, replace);
      setFresh(stroke);
      return stroke;
    };
    return {
      begin(at) {
        if (isLive) studio.beginGesture();
        points.current = [share(at.x), share(at.y)];
        setIsDown(true);
        put(false);
      },
      extend(at) {
        const [x, y] = [share(at.x), share(at.y)];
        const dx = (x - (points.current.at(-2) ?? 0)) * width;
        const dy = (y - (points.current.at(-1) ?? 0)) * height;
        if (Math.hypot(dx, dy) < SPACING) return;
        points.current.push(x, y);
        frame.current ||= requestAnimationFrame(() => put(true));
      },
      end() {
        if (!isLive) studio.getState().drawStroke<DrawnPane>(pane, selected, put(true));
        else if (frame.current) put(true);
        studio.endGesture();
        setIsDown(false);
      },
      abandon() {
        if (frame.current) put(true);
        studio.endGesture();
        if (isLive) studio.temporal.getState().undo();
        setIsDown(false);
        setFresh(null);
      },
    };
  }, [studio, pane, tool, size, selected, width, height]);

  useEffect(() => {
    if (!isDown && !isWorking) setFresh(null);
  }, [isDown, isWorking]);

  return { drawing, fresh };
}
