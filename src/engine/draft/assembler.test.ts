import { expect, test } from 'vitest';
import { each, f32x4, func, i16x8, i32, i32x4, moduleOf, raise, times, u8x16, v128 } from './assembler.ts';

const PARAMETERS = { from: 'i32', to: 'i32', count: 'i32', slope: 'f32' } as const;
type Write = Parameters<typeof func<keyof typeof PARAMETERS>>[2];

/** Runs one function over a page of memory. @returns what lies from byte 1024 on. */
function run(write: Write, bytes: ArrayLike<number>, count = 1, slope = 0): DataView {
  const memory = new WebAssembly.Memory({ initial: 1 });
  new Uint8Array(memory.buffer).set(bytes);
  const module = new WebAssembly.Module(moduleOf([func('f', PARAMETERS, write)]));
  const { f } = new WebAssembly.Instance(module, { host: { memory } }).exports;
  (f as (...numbers: number[]) => void)(0, 1024, count, slope);
  return new DataView(memory.buffer, 1024);
}

const bytesOf = (values: Int16Array | Float32Array | Int32Array) => new Uint8Array(values.buffer);
const four = (view: DataView, read: (at: number) => number) => [0, 4, 8, 12].map((at) => read.call(view, at));

test('numbers below, at and above what one and two bytes of the format hold', () => {
  for (const number of [0, 63, 64, -64, -65, 127, 128, 8191, 8192, -8192, -8193, 32767, -32768]) {
    const view = run(({ to }) => v128.store(to.value, i16x8.splat(i32.of(number))), []);
    expect(view.getInt16(0, true)).toBe(number);
  }
});

test('a loop runs as often as told, and what it raises goes on', () => {
  const values = Float32Array.from({ length: 12 }, (_, i) => i);
  const view = run(
    ({ from, to, count }, variable) => {
      const [left, sum] = [variable(), variable('v128')];
      return [
        ...sum.set(v128.zero),
        ...times(left, count.value, [
          ...sum.set(f32x4.add(sum.value, v128.load(from.value))),
          ...raise(from, 16),
        ]),
        ...v128.store(to.value, sum.value),
      ];
    },
    bytesOf(values),
    3,
  );
  expect(four(view, (at) => view.getFloat32(at, true))).toEqual([12, 15, 18, 21]);
});

test('products of 16-bit integers are summed in pairs, and one pair is spread over all four', () => {
  const values = Int16Array.from([1, 2, 3, 4, 5, 6, -7, 8, 30000, 30000, 1, 1, 2, 2, -3, -3]);
  const dots = run(
    ({ from, to }) => v128.store(to.value, i32x4.dot(v128.load(from.value), v128.load(from.value, 16))),
    bytesOf(values),
  );
  expect(four(dots, (at) => dots.getInt32(at, true))).toEqual([90000, 7, 22, -3]);
  const spread = run(
    ({ from, to }) => v128.store(to.value, i32x4.spread(v128.load(from.value), 3)),
    bytesOf(values),
  );
  expect([0, 2, 4, 6].map((at) => spread.getInt16(at, true))).toEqual([-7, 8, -7, 8]);
});

test('a parameter that is a float multiplies, and what is rounded goes to the nearest', () => {
  const view = run(
    ({ from, to, slope }) =>
      v128.store(
        to.value,
        i32x4.fromFloats(f32x4.nearest(f32x4.mul(v128.load(from.value), f32x4.splat(slope.value)))),
      ),
    bytesOf(Float32Array.of(1, -1, 3, 1e12)),
    1,
    0.75,
  );
  expect(four(view, (at) => view.getInt32(at, true))).toEqual([1, -1, 2, 2 ** 31 - 1]);
});

test('integers too large for 16 bits, or for a byte, become the largest', () => {
  const numbers = Int32Array.of(-40000, -1, 255, 40000);
  const view = run(({ from, to }) => {
    const narrow = i16x8.narrowed(v128.load(from.value), v128.load(from.value));
    return each([narrow, u8x16.narrowed(narrow, narrow)], (code, i) => v128.store(to.value, code, 16 * i));
  }, bytesOf(numbers));
  expect([0, 2, 4, 6].map((at) => view.getInt16(at, true))).toEqual([-32768, -1, 255, 32767]);
  expect([16, 17, 18, 19].map((at) => view.getUint8(at))).toEqual([0, 0, 255, 255]);
});

test('a loop of one turn runs once', () => {
  const view = run(
    ({ to, count }, variable) => {
      const [left, turns] = [variable(), variable()];
      return [
        ...turns.set(i32.of(0)),
        ...times(left, count.value, raise(turns, 1)),
        ...v128.store(to.value, i16x8.splat(turns.value)),
      ];
    },
    [],
    1,
  );
  expect(view.getInt16(0, true)).toBe(1);
});
