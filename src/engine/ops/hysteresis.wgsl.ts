/**
 * The same edges as `hysteresis()` in hysteresis.ts, by connected labels instead of following chains: a union-find
 * forest over the pixels (roots by smallest index, joined with atomics as in Playne and Hawick 2018,
 * doi:10.1109/TPDS.2018.2799216), four passes whatever the picture.
 *
 * A label is the index of a pixel of the same chain that is not larger; a root's label is its own index. A label only
 * ever falls, and only to another pixel of its chain, so that a reader who sees an old one is late and not wrong.
 */
export const hysteresisWgsl = /* wgsl */ `
struct Size { width: u32, height: u32 }
@group(0) @binding(0) var<uniform> size: Size;
@group(0) @binding(1) var<storage, read> marks: array<u32>;               // [height * width]: 0 ground, 1 weak, 2 strong
@group(0) @binding(2) var<storage, read_write> labels: array<atomic<u32>>; // [height * width]
@group(0) @binding(3) var<storage, read_write> strong: array<atomic<u32>>; // [height * width]: 1 at the roots of edges, 0 at first
@group(0) @binding(4) var<storage, read_write> edges: array<u32>;          // [ceil(height * width / 4)]: four bytes each, 0 or 255

fn root(start: u32) -> u32 {
  var i = start;
  var parent = atomicLoad(&labels[i]);
  while (parent != i) {
    let next = atomicLoad(&labels[parent]);
    if (next != parent) { atomicMin(&labels[i], next); } // halves the way for those who come after
    i = parent;
    parent = next;
  }
  return i;
}

fn join(one: u32, other: u32) {
  var a = root(one);
  var b = root(other);
  while (a != b) {
    if (a < b) { let c = a; a = b; b = c; }
    let before = atomicMin(&labels[a], b);
    if (before == a) { return; } // a was a root and now hangs under b
    a = root(before);
    b = root(b);
  }
}

@compute @workgroup_size(16, 16)
fn label(@builtin(global_invocation_id) at: vec3u) {
  if (at.x >= size.width || at.y >= size.height) { return; }
  let here = at.y * size.width + at.x;
  // A pixel begins under its left neighbour's: rows are joined before any atomic is needed. Sixteen pixels at most,
  // so that no thread walks a whole row.
  var first = here;
  if (marks[here] != 0u) {
    let reach = min(at.x, 16u);
    for (var k = 1u; k <= reach; k++) {
      if (marks[here - k] == 0u) { break; }
      first = here - k;
    }
  }
  atomicStore(&labels[here], first);
}

@compute @workgroup_size(16, 16)
fn unite(@builtin(global_invocation_id) at: vec3u) {
  if (at.x >= size.width || at.y >= size.height) { return; }
  let here = at.y * size.width + at.x;
  if (marks[here] == 0u || at.y == 0u) { return; } // rows are joined already
  let above = here - size.width;
  if (marks[above] != 0u) { // its own neighbours are joined to it in its row
    join(here, above);
    return;
  }
  if (at.x > 0u && marks[above - 1u] != 0u) { join(here, above - 1u); }
  if (at.x + 1u < size.width && marks[above + 1u] != 0u) { join(here, above + 1u); }
}

@compute @workgroup_size(16, 16)
fn strengthen(@builtin(global_invocation_id) at: vec3u) {
  if (at.x >= size.width || at.y >= size.height) { return; }
  let here = at.y * size.width + at.x;
  if (marks[here] == 2u) { atomicStore(&strong[root(here)], 1u); }
}

@compute @workgroup_size(16, 16)
fn write(@builtin(global_invocation_id) at: vec3u) {
  // One thread writes four neighbouring bytes.
  let words = (size.width + 3u) / 4u;
  let count = size.width * size.height;
  let word = at.y * words + at.x;
  if (at.x >= words || word * 4u >= count) { return; }
  var packed = 0u;
  for (var k = 0u; k < 4u; k++) {
    let here = word * 4u + k;
    if (here < count && marks[here] != 0u && atomicLoad(&strong[root(here)]) == 1u) { packed |= 255u << (8u * k); }
  }
  edges[word] = packed;
}
`;
