import { GROUND, STRONG, WEAK } from './thin.ts';

/**
 * The weak pixels that a chain of weak pixels (8 neighbours) joins to a strong one, and the strong ones.
 *
 * @param marks GROUND, WEAK or STRONG, row after row.
 * @returns 255 on an edge, 0 elsewhere.
 */
export function hysteresis(marks: Uint8Array, width: number, height: number): Uint8Array<ArrayBuffer> {
  // A ring of ground around the picture, so that no neighbour asks for the border.
  const stride = width + 2;
  const todo = new Uint8Array(stride * (height + 2));
  // Each pixel is pushed at most once.
  let stack = new Int32Array(4096);
  let depth = 0;
  const push = (i: number) => {
    if (depth === stack.length) {
      const larger = new Int32Array(2 * depth);
      larger.set(stack);
      stack = larger;
    }
    stack[depth++] = i;
  };
  for (let y = 0; y < height; y++) {
    todo.set(marks.subarray(y * width, (y + 1) * width), (y + 1) * stride + 1);
  }
  for (let i = todo.indexOf(STRONG); i >= 0; i = todo.indexOf(STRONG, i + 1)) push(i);

  const EDGE = 255;
  for (let i = 0; i < depth; i++) todo[stack[i]!] = EDGE; // i is below depth
  const neighbours = [-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1] as const;
  while (depth > 0) {
    const i = stack[--depth]!; // depth was above 0
    for (const step of neighbours) {
      if (todo[i + step] !== WEAK) continue;
      todo[i + step] = EDGE;
      push(i + step);
    }
  }

  const edges = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (y + 1) * stride + 1;
    edges.set(todo.subarray(from, from + width), y * width);
  }
  for (let i = edges.indexOf(WEAK); i >= 0; i = edges.indexOf(WEAK, i + 1)) edges[i] = GROUND;
  return edges;
}
