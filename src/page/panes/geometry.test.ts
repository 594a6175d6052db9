import { describe, expect, test } from 'vitest';
import { fitted } from '../../state/view.ts';
import { bounded, broughtIntoView, fitScale, panned, placement, shareAt, zoomedAt } from './geometry.ts';

const pane = { width: 400, height: 300 };
const picture = { width: 256, height: 128 };

describe('the look of a pane', () => {
  test('a fitted picture lies in the middle and touches the margin on its tighter side', () => {
    const { left, top, scale } = placement(fitted, pane, picture);
    expect(scale).toBe(388 / 256);
    expect(left).toBe(6);
    expect(top).toBe((300 - 128 * scale) / 2);
  });

  test('zooming keeps what lies under the pointer', () => {
    const at = { x: 90, y: 200 };
    const before = shareAt(fitted, pane, picture, at);
    const after = shareAt(zoomedAt(fitted, 3, pane, picture, at), pane, picture, at);
    expect(after.x).toBeCloseTo(before.x, 10);
    expect(after.y).toBeCloseTo(before.y, 10);
  });

  test('panning moves the picture by the distance of the hand', () => {
    const closer = { zoom: 4, x: 0.5, y: 0.5 };
    const before = placement(closer, pane, picture);
    const after = placement(panned(closer, { x: 30, y: -12 }, pane, picture), pane, picture);
    expect(after.left - before.left).toBeCloseTo(30, 10);
    expect(after.top - before.top).toBeCloseTo(-12, 10);
  });

  test('no pixel grows beyond 64 screen pixels and the middle never leaves the picture', () => {
    const look = bounded({ zoom: 1e6, x: -3, y: 2 }, pane, picture);
    expect(look).toEqual({ zoom: 64 / fitScale(pane, picture), x: 0, y: 1 });
  });

  test('a crosshair that leaves the pane takes the picture along, one inside does not', () => {
    const closer = { zoom: 8, x: 0.5, y: 0.5 };
    expect(broughtIntoView(closer, { x: 0.5, y: 0.5 }, pane, picture)).toBe(closer);
    const moved = broughtIntoView(closer, { x: 0.7, y: 0.5 }, pane, picture);
    const { left, scale } = placement(moved, pane, picture);
    expect(left + 0.7 * picture.width * scale).toBeCloseTo(pane.width - 24, 8);
  });
});
