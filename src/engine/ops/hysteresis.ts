import { GROUND, STRONG } from './thin.ts';

/**
 * The weak pixels that a chain of weak pixels (8 neighbours) joins to a strong one, and the strong ones.
 *
 * @param marks GROUND, WEAK or STRONG: (height + 2) rows of width + 2, with a ring of GROUND around the picture. Used up:
 *   what becomes an edge is GROUND afterwards.
 * @returns height * width bytes: 255 on an edge, 0 elsewhere.
 */
export function hysteresis(marks: Uint8Array, width: number, height: number): Uint8Array<ArrayBuffer> {
  const edges = new Uint8Array(width * height);
  const stride = width + 2;
  const neighbours = [-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1] as const;
  let stack = new Int32Array(4096);
  for (let strong = marks.indexOf(STRONG); strong >= 0; strong = marks.indexOf(STRONG, strong + 1)) {
    marks[strong] = GROUND; // so that no pixel is taken twice
    stack[0] = strong;
    for (let depth = 1; depth > 0; ) {
      const i = stack[--depth]!; // depth was above 0
      edges[i - 2 * Math.floor(i / stride) - width - 1] = 255; // the same pixel without the ring
      if (depth + neighbours.length > stack.length) stack = twice(stack);
      for (const step of neighbours) {
        if (marks[i + step] === GROUND) continue; // the ring keeps all neighbours within the array
        marks[i + step] = GROUND;
        stack[depth++] = i + step;
      }
    }
  }
  return edges;
}

function twice(stack: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * stack.length);
  larger.set(stack);
  return larger;
}
