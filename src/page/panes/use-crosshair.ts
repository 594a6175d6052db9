import { type KeyboardEvent, useRef } from 'react';
import { useDesk } from '../desk.ts';
import { broughtIntoView, type Size } from './geometry.ts';
import type { Drawing } from './use-hand.ts';

const directions: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * The keyboard's hand on a picture: arrows move the crosshair by a pixel, with Shift by ten; Space puts the pen down and
 * up again.
 *
 * @param drawing null in a pane that cannot be drawn on, or while no tool is in hand.
 */
export function useCrosshair(pane: Size, picture: Size, drawing: Drawing | null) {
  const { studio } = useDesk();
  const isDown = useRef(false);
  const shareOf = ({ x, y }: { x: number; y: number }) => ({
    x: (x + 0.5) / picture.width,
    y: (y + 0.5) / picture.height,
  });
  const middle = { x: Math.floor(picture.width / 2), y: Math.floor(picture.height / 2) };
  const lift = () => {
    if (isDown.current) drawing?.end();
    isDown.current = false;
  };
  return {
    onKeyDown(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const { spot, point, look, setLook } = studio.getState();
      const direction = directions[event.key];
      if (direction) {
        const from = spot ?? middle;
        const by = event.shiftKey ? 10 : 1;
        const to = {
          x: Math.min(picture.width - 1, Math.max(0, from.x + direction[0] * by)),
          y: Math.min(picture.height - 1, Math.max(0, from.y + direction[1] * by)),
        };
        point(to);
        setLook(broughtIntoView(look, shareOf(to), pane, picture));
        if (isDown.current) drawing?.extend(shareOf(to));
      } else if (event.key === ' ' && drawing) {
        if (isDown.current) lift();
        else {
          isDown.current = true;
          point(spot ?? middle);
          drawing.begin(shareOf(spot ?? middle));
        }
      } else return;
      event.preventDefault();
    },
    onBlur: lift,
  };
}
