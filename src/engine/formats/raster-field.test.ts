import { readFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Picture, Planes } from '../picture.ts';
import { decode } from '../stages/decode.ts';
import { lightOf } from '../stages/light.ts';

const bytesOf = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const joined = (...parts: readonly (Uint8Array | readonly number[])[]) =>
  new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part))));
const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../test/fixtures/formats/${name}`, import.meta.url)));
/** Red, green and blue of the first pixels, as they are shown. */
const shown = (planes: Planes, pixels = 2) =>
  lightOf(planes, 'grey').planes.map((plane) => Array.from(plane.subarray(0, pixels)));

function png(
  colour: number,
  depth: number,
  row: readonly number[],
  chunks: Record<string, readonly number[]>,
) {
  const samples = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colour] ?? 1;
  const chunk = (type: string, data: Uint8Array | readonly number[]) => {
    const body = joined(bytesOf(type), data);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return joined(length, body, sum);
  };
  const width = row.length / samples / (depth / 8);
  return joined(
    [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10],
    chunk('IHDR', [0, 0, 0, width, 0, 0, 0, 1, depth, colour, 0, 0, 0]),
    ...Object.entries(chunks).map(([type, data]) => chunk(type, data)),
    chunk('IDAT', deflateSync(Buffer.from([0, ...row]))),
    chunk('IEND', []),
  );
}

/** A GIF of 2 x 1 pixels, indices 0 and 1: clear, 0, 1, end in codes of 3 bits. */
const gif = (control: readonly number[], tail: readonly number[]) =>
  joined(
    bytesOf('GIF89a'),
    [2, 0, 1, 0, 0x80, 0, 0, 200, 100, 50, 10, 20, 30],
    control,
    [0x2c, 0, 0, 0, 0, 2, 0, 1, 0, 0, 2, 2, 0b01_000_100, 0b0000101_0, 0],
    tail,
  );

function bmp(
  bits: number,
  compression: number,
  masks: readonly number[],
  rows: readonly number[],
  width = 2,
) {
  const head = Buffer.alloc(54 + 4 * masks.length);
  head.write('BM', 'latin1');
  head.writeUInt32LE(head.length, 10);
  head.writeUInt32LE(masks.length > 3 ? 56 : 40, 14);
  head.writeInt32LE(width, 18);
  head.writeInt32LE(1, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(bits, 28);
  head.writeUInt32LE(compression, 30);
  head.writeInt32LE(11_811, 38); // 300 dpi
  head.writeInt32LE(11_811, 42);
  for (const [i, mask] of masks.entries()) head.writeUInt32LE(mask, 54 + 4 * i);
  return joined(head, rows);
}

describe('what is transparent lies on white, whatever the format', () => {
  const white = [255, 255, 255];
  test.each([
    ['PNG with alpha', png(6, 8, [200, 100, 50, 0, 200, 100, 50, 255], {})],
    ['PNG with a palette', png(3, 8, [0, 1], { PLTE: [9, 9, 9, 200, 100, 50], tRNS: [0] })],
    ['PNG with a transparent colour', png(2, 8, [1, 2, 3, 200, 100, 50], { tRNS: [0, 1, 0, 2, 0, 3] })],
    ['GIF', gif([0x21, 0xf9, 4, 1, 0, 0, 1, 0], [0x3b])],
  ])('%s', async (name, bytes) => {
    const [red = [], green = [], blue = []] = shown(await decode('a', bytes));
    const clear = name === 'GIF' ? 1 : 0; // its second entry
    const opaque = 1 - clear;
    expect([red[clear], green[clear], blue[clear]]).toEqual(white);
    expect([red[opaque], green[opaque], blue[opaque]]).toEqual([200, 100, 50]);
  });

  test('grey with alpha, and a transparent grey', async () => {
    expect(shown(await decode('a', png(4, 8, [7, 0, 90, 255], {})))).toEqual([[255, 90]]);
    expect(shown(await decode('a', png(0, 8, [7, 90], { tRNS: [0, 7] })))).toEqual([[255, 90]]);
    expect(shown(await decode('a', png(0, 16, [1, 0, 2, 0], { tRNS: [1, 0] })))).toEqual([[65_535, 512]]);
  });

  test('half of it half', async () => {
    expect(shown(await decode('a', png(6, 8, [100, 100, 100, 128], {})), 1)[0]).toEqual([177]);
    const half = png(3, 8, [0], { PLTE: [100, 100, 100], tRNS: [128] });
    expect(shown(await decode('a', half), 1)[0]).toEqual([177]);
  });
});

describe('GIF', () => {
  const control = [0x21, 0xf9, 4, 0, 0, 0, 0, 0];
  test.each([
    ['no trailer', []],
    ['zeros before its trailer', [0, 0, 0, 0x3b]],
    ['what is no GIF behind its frame', [0x99, 1, 2, 3]],
    ['an extension that is cut', [0x21, 0xfe, 200, 1]],
    ['a second frame that is cut', [0x2c, 0, 0, 0, 0, 2, 0, 1, 0, 0, 2, 9]],
  ])('with %s gives its first frame without a word', async (_, tail) => {
    const planes = await decode('a.gif', gif(control, tail));
    expect(Array.from(planes.channels[0]?.samples ?? [])).toEqual([0, 1]);
    expect([planes.planes, planes.warnings]).toEqual([1, []]);
  });
});

describe('BMP', () => {
  test.each([
    ['5-5-5', bmp(16, 0, [], [0x1f, 0x7c, 0xe0, 0x03])],
    ['5-6-5', bmp(16, 3, [0xf800, 0x7e0, 0x1f], [0x1f, 0xf8, 0xe0, 0x07])],
    ['masks of 32 bits', bmp(32, 3, [0xff, 0xff00, 0xff0000], [255, 0, 255, 0, 0, 255, 0, 0])],
  ])('of %s is read', async (_, bytes) => {
    const planes = await decode('a.bmp', bytes);
    expect(planes.channels.map(({ samples }) => Array.from(samples))).toEqual([
      [255, 0],
      [0, 255],
      [255, 0],
    ]);
    expect(planes.pixelSizeUm).toBeNull();
  });

  test('of a mask for alpha is transparent there', async () => {
    const masks = [0xff0000, 0xff00, 0xff, 0xff000000];
    const planes = await decode('a.bmp', bmp(32, 3, masks, [50, 100, 200, 0, 50, 100, 200, 255]));
    expect(shown(planes)).toEqual([
      [255, 200],
      [255, 100],
      [255, 50],
    ]);
  });

  test('of masks that make no sense is refused', async () => {
    await expect(decode('a.bmp', bmp(16, 3, [0, 0, 0], [0, 0, 0, 0]))).rejects.toThrow(/masks of colours/);
    await expect(decode('a.bmp', bmp(16, 3, [0xf00f, 1, 2], [0, 0, 0, 0]))).rejects.toThrow(/masks/);
  });
});

describe('an animated WebP', () => {
  const still = fixture('rgb.webp');
  const picture = still.subarray(12); // its only chunk
  const three = (value: number) => [value & 255, (value >> 8) & 255, value >> 16];
  const chunk = (type: string, ...data: readonly (Uint8Array | readonly number[])[]) => {
    const body = joined(...data);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(body.length);
    return joined(bytesOf(type), length, body, body.length % 2 ? [0] : []);
  };
  const frame = (x: number, y: number) =>
    chunk('ANMF', [...three(x / 2), ...three(y / 2), ...three(23), ...three(15), 0, 0, 0, 0], picture);
  const animation = (width: number, height: number, x: number, y: number) => {
    const chunks = joined(
      chunk('VP8X', [2, 0, 0, 0], three(width - 1), three(height - 1)),
      chunk('ANIM', [0, 0, 0, 0, 0, 0]),
      frame(x, y),
      frame(x, y),
    );
    return joined(chunk('RIFF', bytesOf('WEBP'), chunks));
  };

  test('gives its first frame, and counts them', async () => {
    const planes = await decode('a.webp', animation(24, 16, 0, 0));
    expect(planes.planes).toBe(2);
    expect(planes.channels).toEqual((await decode('a.webp', still)).channels);
  });

  test('whose first frame is smaller lies where it belongs, and the rest is transparent', async () => {
    const planes = await decode('a.webp', animation(30, 20, 4, 2));
    const [red, , , alpha] = planes.channels.map(({ samples }) => samples);
    const [own] = (await decode('a.webp', still)).channels;
    expect([planes.width, planes.height]).toEqual([30, 20]);
    expect(red?.subarray(2 * 30 + 4, 2 * 30 + 28)).toEqual(own?.samples.subarray(0, 24));
    expect(alpha?.filter((value) => value === 255).length).toBe(24 * 16);
    await expect(decode('a.webp', animation(30, 20, 8, 2))).rejects.toThrow(/outside the picture/);
  });
});

describe('what only browsers read', () => {
  const avif = joined(
    [0, 0, 0, 24],
    bytesOf('ftypavif'),
    [0, 0, 0, 0],
    bytesOf('mif1miaf'),
    new Uint8Array(40),
  );
  const heic = joined(
    [0, 0, 0, 24],
    bytesOf('ftypheic'),
    [0, 0, 0, 0],
    bytesOf('mif1heic'),
    new Uint8Array(40),
  );
  const picture: Picture = {
    width: 2,
    height: 1,
    channels: 4,
    data: Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 255),
  };

  test('is asked of the host by its type, and the sentence says so', async () => {
    const asked: string[] = [];
    const planes = await decode('a.avif', avif, async (_, type) => {
      asked.push(type);
      return picture;
    });
    expect(planes.channels.map(({ samples }) => Array.from(samples))).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    expect(planes.warnings?.join(' ')).toMatch(/^was read by the browser \(AVIF\): .*\.$/);
    await decode('a.heic', heic, async (_, type) => {
      asked.push(type);
      return picture;
    });
    await decode('a.bmp', bmp(8, 1, [], new Array<number>(1024).fill(0)), async (_, type) => {
      asked.push(type);
      return picture;
    });
    expect(asked).toEqual(['image/avif', 'image/heic', 'image/bmp']);
  });

  test('is refused in one sentence where no host does, or the browser cannot', async () => {
    await expect(decode('a.heic', heic)).rejects.toThrow(
      /^a\.heic is a HEIC picture, which is not read here\. Save it as PNG or JPEG\.$/,
    );
    const cannot = () => Promise.reject(new Error('InvalidStateError'));
    await expect(decode('a.heic', heic, cannot)).rejects.toThrow(
      /^a\.heic is a picture \(HEIC\) that this browser cannot read\. Save it as PNG or JPEG\.$/,
    );
  });

  test('is not tried where its own size would fill the memory', async () => {
    const huge = joined(avif, [0, 0, 0, 20], bytesOf('ispe'), [0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0]);
    await expect(decode('a.avif', huge, async () => picture)).rejects.toThrow(/too large: 65,536 x 65,536/);
  });
});

describe('what is no picture is named', () => {
  const zipped = (name: string) =>
    joined(
      bytesOf('PK\x03\x04'),
      new Uint8Array(22),
      [name.length, 0, 0, 0],
      bytesOf(name),
      new Uint8Array(9),
    );
  const weights =
    /, not a picture\. The models that fit here are the ZIP .* and, to dream with, the \.h5 file .*\.$/;
  test.each([
    ['net.pth', zipped('archive/data.pkl'), 'PyTorch'],
    ['net.pt', bytesOf('\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.'), 'PyTorch'],
    ['unnamed', zipped('best/data.pkl'), 'PyTorch'],
    ['net.keras', zipped('metadata.json'), 'Keras 3'],
    ['net.onnx', bytesOf('\b\x08\x12\x07pytorch\x1a\x051.9.0:'), 'ONNX'],
    ['model', bytesOf('\b\x07\x12\x0eonnx-simplifier'), 'ONNX'],
    ['model.json', bytesOf('{"format": "layers-model", "modelTopology": {}}'), 'TensorFlow.js'],
    ['net.safetensors', joined([9, 1, 0, 0, 0, 0, 0, 0], bytesOf('{"a":{"dtype"')), 'safetensors'],
    ['net.tflite', joined([28, 0, 0, 0], bytesOf('TFL3 and more')), 'TensorFlow Lite'],
  ])('%s: weights', async (name, bytes, whose) => {
    const sentence = await decode(name, bytes).catch((error: Error) => error.message);
    expect(sentence).toMatch(weights);
    expect(sentence).toContain(whose);
  });

  test.each([
    ['a.raf', bytesOf('FUJIFILMCCD-RAW 0201'), 'Fujifilm'],
    ['a.cr3', joined([0, 0, 0, 24], bytesOf('ftypcrx '), new Uint8Array(9)), 'Canon'],
    ['a.orf', bytesOf('IIRO\b\0\0\0'), 'Olympus'],
    ['a.rw2', bytesOf('IIU\0\x18\0\0\0'), 'Panasonic'],
  ])('%s: camera raw', async (name, bytes, maker) => {
    await expect(decode(name, bytes)).rejects.toThrow(`${name} is camera raw (${maker}), which is not read`);
  });

  test('a companion of macOS says which file is meant', async () => {
    await expect(decode('._a.tif', bytesOf('\0\x05\x16\x07\0\x02\0\0Mac OS X'))).rejects.toThrow(/companion/);
  });
});

test('no finite number is said, one is enough to say nothing', async () => {
  const { drawTiff } = await import('../../../test/drawn-tiff.ts');
  const grey = { 256: 2, 257: 1, 258: 32, 259: 1, 262: 1, 277: 1, 278: 1, 339: 3 };
  const floats = (...values: readonly number[]) => new Uint8Array(Float32Array.from(values).buffer);
  const words = async (...values: readonly number[]) =>
    ((await decode('a.tif', drawTiff(grey, [floats(...values)]))).warnings ?? []).join(' ');
  expect(await words(Number.NaN, Number.POSITIVE_INFINITY)).toMatch(/^holds no finite number: .*\.$/);
  expect(await words(Number.NaN, 0)).toBe('');
});
