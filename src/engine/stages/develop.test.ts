import { describe, expect, test } from 'vitest';
import type { Planes, Samples } from '../picture.ts';
import { defaultRecipe } from '../recipe.ts';
import { develop, view } from './develop.ts';

/** One plane of grey, as wide as the rows given. */
function planesOf(samples: Samples, width: number, more: Partial<Planes> = {}): Planes {
  return {
    width,
    height: samples.length / width,
    channels: [{ samples }],
    bitDepth: samples.BYTES_PER_ELEMENT * 8,
    sampleFormat: 'uint',
    photometric: { kind: 'grey' },
    orientation: 1,
    pixelSizeUm: null,
    planes: 1,
    ...more,
  };
}

const whole = { ...defaultRecipe.develop, low: 0, high: 100, frame: 'fit' } as const;
/** A ramp of 256 columns whose value is the column's number times `step`. */
const ramp = (step: number, rows = 256) => Array.from({ length: 256 * rows }, (_, i) => (i % 256) * step);

describe('contrast', () => {
  test('8-bit values over the full range stay as they are', () => {
    const values = Uint8Array.from(ramp(1));
    expect(develop(planesOf(values, 256), whole).grey.data).toEqual(values);
  });

  test('16-bit values are not cut to 8 bits before the stretch', () => {
    const values = Uint16Array.from(ramp(3)); // 0..765 of 65535: the high byte is 0, 1 or 2
    expect([...develop(planesOf(values, 256), whole).grey.data.subarray(0, 256)]).toEqual(ramp(1, 1));
  });

  test("a grey picture comes with the file's own values, an inverted one does not", () => {
    const values = Uint16Array.from(ramp(3));
    expect(develop(planesOf(values, 256), whole).raw).toEqual(Float32Array.from(values));
    const bytes = Uint8Array.from(ramp(1));
    expect(develop(planesOf(bytes, 256), whole).raw).toEqual(Float32Array.from(bytes));
    const inverted = planesOf(values, 256, { photometric: { kind: 'inverted' } });
    expect(develop(inverted, whole).raw).toBeNull();
  });

  test('another part of the picture is seen in the tones of the developed one, pixel for pixel where the scale is 1', () => {
    const values = Uint16Array.from({ length: 256 * 256 }, (_, i) => (i * 7919) % 4096);
    const planes = planesOf(values, 256);
    const recipe = { ...whole, frame: 'crop', size: 128, zoom: 2, across: 0, down: 1 } as const;
    const {
      rgb,
      tones,
      frame: { window },
    } = develop(planes, recipe);
    expect(window).toEqual({ x: 0, y: 128, width: 128, height: 128 });
    expect(view(planes, recipe, tones, window, { width: 128, height: 128 })).toEqual(rgb);
    const corner = view(
      planes,
      recipe,
      tones,
      { x: 0, y: 128, width: 8, height: 4 },
      { width: 8, height: 4 },
    );
    expect([...corner.data.subarray(0, 24)]).toEqual([...rgb.data.subarray(0, 24)]);
  });

  test('percentiles lie between the ranks as numpy has them', () => {
    // numpy.percentile of 0..255 (each 256 times) at 10 and 90: 25.0 and 230.0.
    const { grey } = develop(planesOf(Uint8Array.from(ramp(1)), 256), { ...whole, low: 10, high: 90 });
    expect([grey.data[25], grey.data[26], grey.data[229], grey.data[230]]).toEqual([0, 1, 254, 255]);
  });

  test('gamma below 1 lifts the dark parts', () => {
    const { grey } = develop(planesOf(Uint8Array.from(ramp(1)), 256), { ...whole, gamma: 0.5 });
    expect(grey.data[64]).toBe(Math.round(Math.sqrt(64 / 255) * 255));
  });

  test('a constant picture and one of numbers that are none become black', () => {
    expect(develop(planesOf(new Uint8Array(65536).fill(9), 256), whole).grey.data.every((v) => v === 0)).toBe(
      true,
    );
    const nothing = planesOf(new Float32Array(65536).fill(Number.NaN), 256, { sampleFormat: 'float' });
    expect(develop(nothing, whole).grey.data.every((v) => v === 0)).toBe(true);
  });

  test('MinIsWhite is turned round', () => {
    const { grey } = develop(
      planesOf(Uint8Array.from(ramp(1)), 256, { photometric: { kind: 'inverted' } }),
      whole,
    );
    expect([grey.data[0], grey.data[255]]).toEqual([255, 0]);
  });
});

describe('frame', () => {
  test('fit keeps the proportions', () => {
    const { rgb } = develop(planesOf(new Uint8Array(1000 * 500), 1000), { ...whole, size: 512 });
    expect([rgb.width, rgb.height]).toEqual([512, 256]);
  });

  test('crop cuts the square that is asked for at its own scale', () => {
    const values = Uint16Array.from({ length: 512 * 512 }, (_, i) => i % 512);
    const recipe = { ...whole, frame: 'crop', zoom: 2, across: 1, down: 0 } as const;
    const { grey } = develop(planesOf(values, 512), recipe);
    expect([...grey.data.subarray(0, 256)]).toEqual(ramp(1, 1));
  });

  test.each([
    [1, [10, 20, 30, 40]],
    [2, [20, 10, 40, 30]],
    [3, [40, 30, 20, 10]],
    [4, [30, 40, 10, 20]],
    [5, [10, 30, 20, 40]],
    [6, [30, 10, 40, 20]],
    [7, [40, 20, 30, 10]],
    [8, [20, 40, 10, 30]],
  ])('orientation %i stands upright', (orientation, corners) => {
    // 10 20 over 30 40, each a quarter of the picture.
    const quarters = Uint8Array.from({ length: 256 * 256 }, (_, i) => {
      const right = i % 256 >= 128 ? 1 : 0;
      return 10 + 10 * right + 20 * Number(i >= 256 * 128);
    });
    const planes = planesOf(quarters, 256, {
      orientation,
      channels: [{ samples: quarters }, { samples: quarters }, { samples: quarters }],
      photometric: { kind: 'rgb' },
    });
    const { data } = develop(planes, whole).rgb;
    const at = (x: number, y: number) => data[(y * 256 + x) * 3];
    expect([at(0, 0), at(255, 0), at(0, 255), at(255, 255)]).toEqual(corners);
  });
});

describe('colour', () => {
  const rgb = (alpha?: number) =>
    planesOf(new Uint8Array(65536), 256, {
      photometric: { kind: 'rgb' },
      channels: [200, 100, 50, ...(alpha === undefined ? [] : [alpha])].map((value, c) => ({
        ...(c === 3 && { alpha: 'straight' as const }),
        samples: new Uint8Array(65536).fill(value),
      })),
    });

  test('RGB keeps its own colours', () => {
    expect([...develop(rgb(), whole).rgb.data.subarray(0, 3)]).toEqual([200, 100, 50]);
  });

  test('what is transparent shows white', () => {
    expect([...develop(rgb(0), whole).rgb.data.subarray(0, 3)]).toEqual([255, 255, 255]);
  });

  test('a channel by its number is shown as grey', () => {
    const ramps = planesOf(new Uint8Array(65536), 256, {
      channels: [{ samples: new Uint8Array(65536) }, { samples: Uint8Array.from(ramp(1)) }],
    });
    expect(develop(ramps, { ...whole, channel: 1 }).grey.data[200]).toBe(200);
    expect(() => develop(ramps, { ...whole, channel: 2 })).toThrow('channel 2, the picture has 2');
  });
});

test('a pixel is as wide as the part that it shows, turned with the picture', () => {
  const values = Uint8Array.from({ length: 512 * 128 }, (_, i) => i % 251);
  const planes = planesOf(values, 512, { pixelSizeUm: [0.5, 2] });
  const width = (recipe: object, more = {}) =>
    develop({ ...planes, ...more }, { ...whole, ...recipe }).pixelUm;
  expect(width({ size: 256 })).toBe(1); // 512 pixels of 0.5 µm on 256
  expect(width({ frame: 'crop', size: 256, zoom: 1 })).toBe(0.25); // the middle 128
  expect(width({ frame: 'crop', size: 256, zoom: 2 })).toBe(0.125);
  expect(width({ size: 256 }, { orientation: 6 })).toBe(2 * (128 / 64)); // the height lies across
  expect(width({}, { pixelSizeUm: null })).toBeNull();
});
