import { type PointerEvent, useRef } from 'react';
import { useDesk } from '../desk.ts';

interface TouchSlide {
  /** The thumbs, in order. */
  values: readonly number[];
  min: number;
  max: number;
  step: number;
  disabled?: boolean;
  onChange(values: number[]): void;
}

/** A finger that went so far across, in screen pixels, and no further down, means the slider. */
const MEANT = 8;

/**
 * Fingers on a slider: one that goes down or up scrolls and changes nothing, one that goes across slides the nearest thumb.
 * Radix takes the first touch for a value, so it is kept from it.
 */
export function useTouchSlide({ values, min, max, step, disabled = false, onChange }: TouchSlide) {
  const { beginGesture, endGesture } = useDesk().studio;
  const finger = useRef<{ x: number; y: number; thumb: number | null } | null>(null);

  const valueAt = ({ clientX, currentTarget }: PointerEvent<HTMLElement>): number => {
    const { left, width } = currentTarget.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (clientX - left) / width));
    const steps = Math.round((share * (max - min)) / step);
    return Math.min(max, Number((min + steps * step).toFixed(6)));
  };
  const nearest = (value: number) =>
    values.reduce(
      (best, one, i) => (Math.abs(one - value) < Math.abs((values[best] ?? 0) - value) ? i : best),
      0,
    );
  const leave = () => {
    finger.current = null;
    endGesture();
  };

  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.pointerType !== 'touch') return;
      event.preventDefault();
      if (!disabled) finger.current = { x: event.clientX, y: event.clientY, thumb: null };
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const { current } = finger;
      if (event.pointerType !== 'touch' || !current) return;
      event.preventDefault();
      const [across, down] = [Math.abs(event.clientX - current.x), Math.abs(event.clientY - current.y)];
      if (current.thumb === null) {
        if (across < MEANT || across < down) return;
        current.thumb = nearest(valueAt(event));
        event.currentTarget.setPointerCapture(event.pointerId);
        beginGesture();
      }
      const { thumb } = current;
      const value = valueAt(event);
      const low = values[thumb - 1] ?? min;
      const high = values[thumb + 1] ?? max;
      onChange(values.map((one, i) => (i === thumb ? Math.min(high, Math.max(low, value)) : one)));
    },
    onPointerUp: (event: PointerEvent) => event.pointerType === 'touch' && leave(),
    onPointerCancel: leave,
  };
}
