import { useEffect, useMemo, useRef, useState } from 'react';
import type { Stroke } from '../../engine/recipe.ts';
import type { DrawnPane } from '../../state/recipe.ts';
import { useDesk, useStudio } from '../desk.ts';
import type { Size } from './geometry.ts';
import type { Drawing } from './use-hand.ts';

/** Points nearer than this to the last one, in pixels of the picture, add nothing. */
const SPACING = 0.7;

const share = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 1e5) / 1e5;

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
): { drawing: Drawing | null; fresh: Stroke | null } {
  const { studio } = useDesk();
  const tool = useStudio((state) => state.tool);
  const size = useStudio((state) => (pane && state.tool !== 'view' ? state.penSize[pane][state.tool] : 1));
  const selected = useStudio((state) => state.selected);
  const isWorking = useStudio((state) => state.stages.edges.state === 'working');
  const [fresh, setFresh] = useState<Stroke | null>(null);
  const [isDown, setIsDown] = useState(false);
  const points = useRef<number[]>([]);
  const frame = useRef(0);
  const { width, height } = picture;

  const drawing = useMemo((): Drawing | null => {
    if (tool === 'view' || selected === null || pane === null) return null;
    const isLive = pane === 'edges';
    const put = (replace: boolean) => {
      cancelAnimationFrame(frame.current);
      frame.current = 0;
      const stroke: Stroke = { tool, size, points: [...points.current] };
      if (isLive) studio.getState().drawStroke(pane, selected, stroke, replace);
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
        if (!isLive) studio.getState().drawStroke(pane, selected, put(true));
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
