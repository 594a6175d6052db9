import { useEffect, useMemo, useRef, useState } from 'react';
import type { Stroke } from '../../engine/recipe.ts';
import { useDesk, useStudio } from '../desk.ts';
import type { Size } from './geometry.ts';
import type { Drawing } from './use-hand.ts';

/** Points nearer than this to the last one, in pixels of the picture, add nothing. */
const SPACING = 0.7;

const share = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 1e5) / 1e5;

/**
 * The edge surgeon's pen and eraser: a stroke goes into the store as it grows, at most once a frame, and is one step of
 * undo.
 *
 * @returns `drawing` for the hand, null while the tool is `view`; and the stroke that the edges on screen do not have yet.
 */
export function usePen(picture: Size): { drawing: Drawing | null; fresh: Stroke | null } {
  const { studio } = useDesk();
  const tool = useStudio((state) => state.tool);
  const size = useStudio((state) => state.penSize[state.tool === 'eraser' ? 'eraser' : 'pen']);
  const selected = useStudio((state) => state.selected);
  const isWorking = useStudio((state) => state.stages.edges.state === 'working');
  const [fresh, setFresh] = useState<Stroke | null>(null);
  const [isDown, setIsDown] = useState(false);
  const points = useRef<number[]>([]);
  const frame = useRef(0);
  const { width, height } = picture;

  const drawing = useMemo((): Drawing | null => {
    if (tool === 'view' || selected === null) return null;
    const put = (replace: boolean) => {
      cancelAnimationFrame(frame.current);
      frame.current = 0;
      const stroke: Stroke = { tool, size, points: [...points.current] };
      studio.getState().drawStroke(selected, stroke, replace);
      setFresh(stroke);
    };
    return {
      begin(at) {
        studio.beginGesture();
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
        if (frame.current) put(true);
        studio.endGesture();
        setIsDown(false);
      },
      abandon() {
        if (frame.current) put(true);
        studio.endGesture();
        studio.temporal.getState().undo();
        setIsDown(false);
        setFresh(null);
      },
    };
  }, [studio, tool, size, selected, width, height]);

  useEffect(() => {
    if (!isDown && !isWorking) setFresh(null);
  }, [isDown, isWorking]);

  return { drawing, fresh };
}
