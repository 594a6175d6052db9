import { describe, expect, test } from 'vitest';
import { StudioError } from '../errors.ts';
import { randomFrom } from '../random.ts';
import { readSafetensors, type Stored, writeSafetensors } from './safetensors.ts';

/** A file of a given header over `size` bytes of zeros. */
function file(header: unknown, size = 0, length?: number): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + size);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length ?? json.length), true);
  bytes.set(json, 8);
  return bytes;
}

const two = (begin: number) => ({ dtype: 'F16', shape: [2], data_offsets: [begin, begin + 4] });

describe('what is written is read back', () => {
  for (let seed = 1; seed <= 50; seed++) {
    test(`random tensors, seed ${seed}`, () => {
      const random = randomFrom(seed);
      const below = (n: number) => Math.floor(random() * n);
      const tensors = new Map<string, Stored>();
      for (let i = below(6); i > 0; i--) {
        const shape = Array.from({ length: below(5) }, () => below(4));
        const n = shape.reduce((product, side) => product * side, 1);
        const choices: Stored[] = [
          { dtype: 'F32', shape, values: Float32Array.from({ length: n }, () => random() - 0.5) },
          { dtype: 'F16', shape, values: Uint16Array.from({ length: n }, () => below(65536)) },
          { dtype: 'I8', shape, values: Int8Array.from({ length: n }, () => below(256) - 128) },
        ];
        tensors.set(`down${i}.ü"${seed}`, choices[below(3)] as Stored); // one of three
      }
      const metadata = { model: 'drawn', seed: String(seed) };
      const written = writeSafetensors({ tensors, metadata });
      const unaligned = new Uint8Array(written.length + 1).subarray(1);
      unaligned.set(written);
      expect(readSafetensors(unaligned, 'x')).toEqual({ tensors, metadata });
      expect(readSafetensors(Buffer.from(written), 'x')).toEqual({ tensors, metadata });
    });
  }
});

test('bytes as another writer leaves them are read', () => {
  // Written by hand: no metadata, no padding, tensors out of order.
  const bytes = file({ b: { dtype: 'I8', shape: [3], data_offsets: [4, 7] }, a: two(0) }, 7);
  bytes.set([0x00, 0x3c, 0x00, 0xc0, 1, 255, 128], bytes.length - 7);
  const { tensors, metadata } = readSafetensors(bytes, 'x');
  expect(metadata).toEqual({});
  expect(tensors.get('a')).toEqual({ dtype: 'F16', shape: [2], values: Uint16Array.of(0x3c00, 0xc000) });
  expect(tensors.get('b')).toEqual({ dtype: 'I8', shape: [3], values: Int8Array.of(1, -1, -128) });
});

const damaged: [what: string, bytes: Uint8Array, sentence: RegExp][] = [
  ['an empty file', new Uint8Array(0), /cut short/],
  ['a header longer than the file', file({}, 0, 10), /header should have 10 bytes/],
  ['a header of 2^63 bytes', file({}, 0, 2 ** 63), /header should have/],
  ['a header that is not JSON', file('{"a":'), /not JSON/],
  ['a header that is not UTF-8', file({}, 0).fill(0xff, 8), /not JSON/],
  ['a header that is a list', file([]), /not a JSON object/],
  ['metadata that are no texts', file({ __metadata__: { steps: 3 } }), /metadata/],
  ['a tensor that is null', file({ a: null }), /a is no object/],
  ['a type that is not read', file({ a: { ...two(0), dtype: 'BF16' } }, 4), /a is of type BF16/],
  [
    'a type named as a method of objects',
    file({ a: { ...two(0), dtype: 'toString' } }, 4),
    /of type toString/,
  ],
  ['a negative side', file({ a: { ...two(0), shape: [-2] } }, 4), /a has no shape/],
  ['offsets that are no numbers', file({ a: { ...two(0), data_offsets: ['0', '4'] } }, 4), /a has no place/],
  ['a size that does not fit the shape', file({ a: { ...two(0), shape: [3] } }, 4), /should have 6 bytes/],
  ['tensors that overlap', file({ a: two(0), b: two(2) }, 6), /b begins at byte 2 of the data, not at 4/],
  ['a gap', file({ a: two(0), b: two(6) }, 10), /b begins at byte 6 of the data, not at 4/],
  ['an end beyond the file', file({ a: two(0), b: two(4) }, 6), /b ends at byte 8 of 6/],
  ['bytes left over', file({ a: two(0) }, 5), /1 bytes belong to no tensor/],
];

describe('a damaged file ends in one plain sentence that names it', () => {
  test.each(damaged)('%s', (_, bytes, sentence) => {
    const read = () => readSafetensors(bytes, 'weights-1.safetensors');
    expect(read).toThrow(StudioError);
    expect(read).toThrow(/^weights-1\.safetensors: /);
    expect(read).toThrow(sentence);
  });

  test('any cut of a good file', () => {
    const values = Float32Array.of(1, 2, 3, 4);
    const tensors = new Map<string, Stored>([['a', { dtype: 'F32', shape: [2, 2], values }]]);
    const bytes = writeSafetensors({ tensors, metadata: {} });
    for (let n = 0; n < bytes.length; n++) {
      expect(() => readSafetensors(bytes.subarray(0, n), 'x')).toThrow(StudioError);
    }
  });

  test('any changed byte of the header gives an error of ours or a well-formed result', () => {
    const random = randomFrom(3);
    const good = file({ a: two(0), b: two(4) }, 8);
    for (let i = 0; i < 3000; i++) {
      const bytes = good.slice();
      bytes[Math.floor(random() * (bytes.length - 8))] = Math.floor(random() * 256);
      try {
        for (const { shape, values } of readSafetensors(bytes, 'x').tensors.values()) {
          expect(values.length).toBe(shape.reduce((product, side) => product * side, 1));
        }
      } catch (error) {
        expect(error).toBeInstanceOf(StudioError);
      }
    }
  });
});
