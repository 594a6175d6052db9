import type { KeyboardEvent, PointerEvent } from 'react';
import { useStudio } from '../desk.ts';

/** The divider of the Colour pane while comparing: input left of it, colour right. */
export function Wipe({ width }: { width: number }) {
  const share = useStudio((state) => state.wipe);
  const setWipe = useStudio((state) => state.setWipe);
  const steps: Record<string, number> = {
    ArrowLeft: share - 0.02,
    ArrowDown: share - 0.02,
    ArrowRight: share + 0.02,
    ArrowUp: share + 0.02,
    PageDown: share - 0.1,
    PageUp: share + 0.1,
    Home: 0,
    End: 1,
  };
  const press = (event: KeyboardEvent) => {
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setWipe(next);
  };
  const drag = (event: PointerEvent<HTMLElement>) => {
    event.stopPropagation();
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (box) setWipe((event.clientX - box.left) / box.width);
  };
  return (
    <div
      className="wipe"
      role="slider"
      tabIndex={0}
      aria-label="Input or colour"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      aria-valuetext={`${Math.round(share * 100)} % input`}
      style={{ left: share * width }}
      onKeyDown={press}
      onPointerDown={drag}
      onPointerMove={drag}
      onDoubleClick={(event) => {
        event.stopPropagation();
        setWipe(0.5);
      }}
    >
      <span className="wipe-grip" />
    </div>
  );
}
