import type { KeyboardEvent } from 'react';
import { useDesk } from '../desk.ts';

/** Props for a control: a drag, or a key held down, is one step of undo. */
export function useGesture() {
  const { beginGesture, endGesture } = useDesk().studio;
  return {
    onPointerDownCapture: beginGesture,
    onPointerUp: endGesture,
    onLostPointerCapture: endGesture,
    onKeyDownCapture: (event: KeyboardEvent) => {
      if (!event.repeat) beginGesture();
    },
    onKeyUp: endGesture,
    onBlur: endGesture,
  };
}
