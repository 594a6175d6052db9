import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import { fitted, type Look } from '../../state/view.ts';
import { useDesk } from '../desk.ts';
import { type Point, panned, type Size, shareAt, zoomedAt } from './geometry.ts';

/** What the first pointer does where it does not move the picture: it draws. Points are shares of the picture. */
export interface Drawing {
  begin(at: Point): void;
  extend(at: Point): void;
  end(): void;
  /** A second finger came: it was no stroke. */
  abandon(): void;
}

/**
 * Wheel, drag, pinch and double click on a pane: they move the look that all panes share, or draw.
 *
 * @param drawing null where a drag pans.
 * @param pick what a click does, at a place as shares of the picture; null for nothing.
 * @returns props for the element that `viewport` refers to.
 */
export function useHand(
  viewport: RefObject<HTMLElement | null>,
  pane: Size,
  picture: Size,
  drawing: Drawing | null,
  pick: ((at: Point, more: boolean) => void) | null,
) {
  const { studio } = useDesk();
  const pointers = useRef(new Map<number, Point>());
  const act = useRef<'none' | 'pan' | 'draw' | 'pinch'>('none');
  /** Where the pointer went down, until it has moved. */
  const still = useRef<Point | null>(null);

  const at = (event: { clientX: number; clientY: number }): Point => {
    const box = viewport.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  const look = () => studio.getState().look;
  const setLook = (next: Look) => studio.getState().setLook(next);
  const shareOf = (point: Point) => shareAt(look(), pane, picture, point);

  const pointAt = (point: Point) => {
    const share = shareOf(point);
    const isInside = share.x >= 0 && share.x < 1 && share.y >= 0 && share.y < 1;
    const spot = { x: Math.floor(share.x * picture.width), y: Math.floor(share.y * picture.height) };
    const before = studio.getState().spot;
    if (isInside && before?.x === spot.x && before.y === spot.y) return;
    studio.getState().point(isInside ? spot : null);
  };

  // React listens to wheel passively, and the browser would zoom the whole page on a pinch of the touchpad.
  useEffect(() => {
    const { current } = viewport;
    if (!current) return;
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const factor = Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.002));
      const box = current.getBoundingClientRect();
      const point = { x: event.clientX - box.left, y: event.clientY - box.top };
      const { look: now, setLook: set } = studio.getState();
      set(zoomedAt(now, factor, pane, picture, point));
    };
    current.addEventListener('wheel', wheel, { passive: false });
    return () => current.removeEventListener('wheel', wheel);
  }, [viewport, studio, pane, picture]);

  const pinch = (moved: number, to: Point) => {
    const [a, b] = [...pointers.current.entries()];
    if (!a || !b) return;
    const still = a[0] === moved ? b[1] : a[1];
    const from = pointers.current.get(moved) ?? to;
    const middle = (p: Point) => ({ x: (p.x + still.x) / 2, y: (p.y + still.y) / 2 });
    const apart = (p: Point) => Math.max(1, Math.hypot(p.x - still.x, p.y - still.y));
    const [before, after] = [middle(from), middle(to)];
    const shifted = panned(look(), { x: after.x - before.x, y: after.y - before.y }, pane, picture);
    setLook(zoomedAt(shifted, apart(to) / apart(from), pane, picture, after));
  };

  const release = (event: PointerEvent) => {
    if (!pointers.current.delete(event.pointerId)) return;
    if (event.type === 'pointerup' && act.current === 'pan' && still.current)
      pick?.(shareOf(still.current), event.shiftKey || event.ctrlKey || event.metaKey);
    still.current = null;
    if (act.current === 'draw') drawing?.end();
    act.current = pointers.current.size === 1 && act.current === 'pinch' ? 'pan' : 'none';
  };

  return {
    onPointerDown(event: PointerEvent) {
      if (event.button === 2 || pointers.current.size === 2) return;
      // A captured pointer would take the click away from a button in the pane.
      if (event.target instanceof Element && event.target.closest('button')) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const point = at(event);
      pointers.current.set(event.pointerId, point);
      pointAt(point);
      still.current = null;
      if (pointers.current.size === 2) {
        if (act.current === 'draw') drawing?.abandon();
        act.current = 'pinch';
      } else if (drawing && event.button === 0) {
        act.current = 'draw';
        drawing.begin(shareOf(point));
      } else {
        act.current = 'pan';
        still.current = point;
      }
    },
    onPointerMove(event: PointerEvent) {
      const point = at(event);
      pointAt(point);
      const before = pointers.current.get(event.pointerId);
      if (!before) return;
      const from = still.current;
      if (from && Math.hypot(point.x - from.x, point.y - from.y) < 3) return;
      still.current = null;
      if (act.current === 'pan')
        setLook(panned(look(), { x: point.x - before.x, y: point.y - before.y }, pane, picture));
      else if (act.current === 'pinch') pinch(event.pointerId, point);
      else if (act.current === 'draw') {
        const passed = event.nativeEvent.getCoalescedEvents?.() ?? [];
        for (const one of passed.length > 0 ? passed : [event.nativeEvent]) drawing?.extend(shareOf(at(one)));
      }
      pointers.current.set(event.pointerId, point);
    },
    onPointerUp: release,
    onPointerCancel: release,
    onPointerLeave: () => studio.getState().point(null),
    onDoubleClick: () => !drawing && setLook(fitted),
  };
}
