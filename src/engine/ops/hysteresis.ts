import { GROUND, STRONG, WEAK } from './thin.ts';

const EDGE = 255;

/**
 * The weak pixels that a chain of weak pixels (8 neighbours) joins to a strong one, and the strong ones.
 *
 * @param marks GROUND, WEAK or STRONG: (height + 2) rows of width + 2, with a ring of GROUND around the picture. Used up:
 *   the answer lies in its memory, since at 4096 px a second array would cost more time than the chains.
 * @returns height * width bytes: 255 on an edge, 0 elsewhere.
 */
export function hysteresis(
  marks: Uint8Array<ArrayBuffer>,
  width: number,
  height: number,
): Uint8Array<ArrayBuffer> {
  const stride = width + 2;
  const neighbours = [-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1] as const;
  let stack = new Int32Array(4096);
  for (let strong = marks.indexOf(STRONG); strong >= 0; strong = marks.indexOf(STRONG, strong + 1)) {
    marks[strong] = EDGE;
    stack[0] = strong;
    for (let depth = 1; depth > 0; ) {
      const i = stack[--depth]!; // depth was above 0
      if (depth + neighbours.length > stack.length) stack = twice(stack);
      for (const step of neighbours) {
        const mark = marks[i + step]; // the ring keeps all neighbours within the array
        if (mark === GROUND || mark === EDGE) continue;
        marks[i + step] = EDGE; // so that no pixel is taken twice
        stack[depth++] = i + step;
      }
    }
  }
  return withoutRing(marks, width, height);
}

/** The rows of the picture moved together, and what stayed weak taken away. */
function withoutRing(marks: Uint8Array<ArrayBuffer>, width: number, height: number): Uint8Array<ArrayBuffer> {
  const stride = width + 2;
  for (let y = 0; y < height; y++) {
    const row = (y + 1) * stride + 1;
    marks.copyWithin(y * width, row, row + width);
  }
  const edges = marks.subarray(0, width * height);
  for (let weak = edges.indexOf(WEAK); weak >= 0; weak = edges.indexOf(WEAK, weak + 1)) edges[weak] = GROUND;
  return edges;
}

function twice(stack: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * stack.length);
  larger.set(stack);
  return larger;
}
