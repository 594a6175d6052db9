/** The same comparisons as `thin()` in thin.ts. */
export const thinWgsl = /* wgsl */ `
struct Size { width: u32, height: u32, low: i32, high: i32 }
@group(0) @binding(0) var<uniform> size: Size;
@group(0) @binding(1) var<storage, read> gradient: array<i32>;     // [height * width]: gx << 16 | gy & 0xffff
@group(0) @binding(2) var<storage, read> magnitude: array<i32>;    // [height * width]
@group(0) @binding(3) var<storage, read_write> marks: array<u32>;  // [height * width]: 0 ground, 1 weak, 2 strong

fn m(x: i32, y: i32) -> i32 { // 0 outside the picture
  if (x < 0 || y < 0 || x >= i32(size.width) || y >= i32(size.height)) { return 0; }
  return magnitude[u32(y) * size.width + u32(x)];
}

@compute @workgroup_size(16, 16)
fn thin(@builtin(global_invocation_id) at: vec3u) {
  if (at.x >= size.width || at.y >= size.height) { return; }
  let here = at.y * size.width + at.x;
  let x = i32(at.x);
  let y = i32(at.y);
  let c = magnitude[here];
  let g = vec2i(gradient[here] >> 16u, (gradient[here] << 16u) >> 16u);
  let ax = abs(g.x);
  let ay = abs(g.y) << 15u;
  let flat = ax * 13573; // tan 22.5° in 15 bits
  var isPeak = false;
  if (ay < flat) {
    isPeak = c > m(x - 1, y) && c >= m(x + 1, y);
  } else if (ay > flat + (ax << 16u)) {
    isPeak = c > m(x, y - 1) && c >= m(x, y + 1);
  } else if ((g.x ^ g.y) < 0) {
    isPeak = c > m(x + 1, y - 1) && c > m(x - 1, y + 1);
  } else {
    isPeak = c > m(x - 1, y - 1) && c > m(x + 1, y + 1);
  }
  marks[here] = select(0u, select(1u, 2u, c > size.high), isPeak && c > size.low);
}
`;
