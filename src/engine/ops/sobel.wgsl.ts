import type { Aperture } from './sobel.ts';

/** The taps of a Sobel kernel: those that smooth, then those that derive. */
export const sobelTaps: Readonly<Record<Aperture, readonly number[]>> = {
  3: [1, 2, 1, -1, 0, 1],
  5: [1, 4, 6, 4, 1, -1, -2, 0, 2, 1],
  7: [1, 6, 15, 20, 15, 6, 1, -1, -4, -5, 0, 5, 4, 1],
};

/**
 * The same sums as `sobel()` in sobel.ts, exact in integers: for each pixel the gradient of the channel where it is
 * largest, and its magnitude.
 */
export const sobelWgsl = /* wgsl */ `
struct Size { width: u32, height: u32, channels: u32, aperture: u32, l2: u32 }
@group(0) @binding(0) var<uniform> size: Size;
@group(0) @binding(1) var<storage, read> taps: array<i32>;            // [2 * aperture]: smooth, then derivative
@group(0) @binding(2) var<storage, read> values: array<u32>;          // [height * width * channels], 0..255
@group(0) @binding(3) var<storage, read_write> gradient: array<i32>;  // [height * width]: gx << 16 | gy & 0xffff
@group(0) @binding(4) var<storage, read_write> magnitude: array<i32>; // [height * width]: |gx| + |gy| or gx² + gy²

fn value(x: i32, y: i32, channel: u32) -> i32 { // the border is replicated
  let column = u32(clamp(x, 0, i32(size.width) - 1));
  let row = u32(clamp(y, 0, i32(size.height) - 1));
  return i32(values[(row * size.width + column) * size.channels + channel]);
}

fn sixteenth(v: i32) -> i32 { // to the nearest integer, halves to even
  return (v + 7 + ((v >> 4u) & 1)) >> 4u;
}

fn gradientOf(at: vec2i, channel: u32) -> vec2i {
  let aperture = i32(size.aperture);
  let half = aperture / 2;
  var g = vec2i(0);
  for (var j = 0; j < aperture; j++) {
    for (var i = 0; i < aperture; i++) {
      let v = value(at.x + i - half, at.y + j - half, channel);
      g += v * vec2i(taps[aperture + i] * taps[j], taps[i] * taps[aperture + j]);
    }
  }
  if (aperture == 7) { g = vec2i(sixteenth(g.x), sixteenth(g.y)); }
  return g;
}

@compute @workgroup_size(16, 16)
fn sobel(@builtin(global_invocation_id) at: vec3u) {
  if (at.x >= size.width || at.y >= size.height) { return; }
  var strongest = vec2i(0);
  var largest = -1;
  for (var channel = 0u; channel < size.channels; channel++) {
    let g = gradientOf(vec2i(at.xy), channel);
    let m = select(abs(g.x) + abs(g.y), g.x * g.x + g.y * g.y, size.l2 == 1u);
    if (m > largest) {
      largest = m;
      strongest = g;
    }
  }
  let here = at.y * size.width + at.x;
  gradient[here] = (strongest.x << 16u) | (strongest.y & 0xffff);
  magnitude[here] = largest;
}
`;
