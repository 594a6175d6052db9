/** The same sums as `gaussianBlur()` in gaussian.ts, in integers: rows into 16 bits, then columns with one rounding. */
export const gaussianWgsl = /* wgsl */ `
struct Size { width: u32, height: u32, side: u32 }
@group(0) @binding(0) var<uniform> size: Size;
@group(0) @binding(1) var<storage, read> weights: array<u32>;      // [side], summing to 256
@group(0) @binding(2) var<storage, read> values: array<u32>;       // [height * width]: grey 0..255, or sums of rows
@group(0) @binding(3) var<storage, read_write> blurred: array<u32>; // [height * width]: sums of rows, or grey 0..255

// Mirrored without repeating the edge pixel, as often as needed.
fn reflect101(i: i32, n: i32) -> u32 {
  if (n == 1) { return 0u; }
  let period = 2 * (n - 1);
  let inside = ((i % period) + period) % period;
  return u32(select(period - inside, inside, inside < n));
}

@compute @workgroup_size(16, 16)
fn rows(@builtin(global_invocation_id) at: vec3u) {
  if (at.x >= size.width || at.y >= size.height) { return; } // the grid is rounded up to whole workgroups
  var sum = 0u;
  for (var k = 0u; k < size.side; k++) {
    let x = reflect101(i32(at.x + k) - i32(size.side / 2u), i32(size.width));
    sum += weights[k] * values[at.y * size.width + x];
  }
  blurred[at.y * size.width + at.x] = sum;
}

@compute @workgroup_size(16, 16)
fn columns(@builtin(global_invocation_id) at: vec3u) {
  if (at.x >= size.width || at.y >= size.height) { return; }
  var sum = 32768u;
  for (var k = 0u; k < size.side; k++) {
    let y = reflect101(i32(at.y + k) - i32(size.side / 2u), i32(size.height));
    sum += weights[k] * values[y * size.width + at.x];
  }
  blurred[at.y * size.width + at.x] = sum >> 16u;
}
`;
