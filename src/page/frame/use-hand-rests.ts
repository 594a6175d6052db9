import { useEffect } from 'react';
import { useDesk } from '../desk.ts';

/**
 * Ends a gesture when the pointer is let go anywhere, or the page loses it: what was dragged may be gone by then, and with it
 * who would have said so.
 */
export function useHandRests(): void {
  const { studio } = useDesk();
  useEffect(() => {
    const rest = () => {
      // After whoever has the gesture: its last change belongs to it.
      setTimeout(() => studio.getState().isHandMoving && studio.endGesture());
    };
    const ends = ['pointerup', 'pointercancel', 'blur'] as const;
    for (const end of ends) addEventListener(end, rest);
    return () => {
      for (const end of ends) removeEventListener(end, rest);
    };
  }, [studio]);
}
