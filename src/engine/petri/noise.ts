/** A smooth random field over the plane, about -1..1, its features about 1 wide. */
export type Noise = (x: number, y: number) => number;

/** Gradient noise (Perlin 2002, doi:10.1145/566654.566636): a gradient of random angle at each whole point. */
export function gradientNoise(random: () => number): Noise {
  const order = Uint8Array.from({ length: 512 }, (_, i) => i & 255);
  for (let i = 255; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    // both indices are below 256
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  order.copyWithin(256, 0, 256);
  const angles = Float64Array.from({ length: 256 }, () => 2 * Math.PI * random());
  const gx = angles.map(Math.cos);
  const gy = angles.map(Math.sin);
  return (x, y) => {
    const [column, row] = [Math.floor(x), Math.floor(y)];
    const [u, v] = [x - column, y - row];
    const [left, top] = [column & 255, row & 255];
    // all indices are below 512 in `order`, below 256 in the gradients
    const a = order[order[left]! + top]!;
    const b = order[order[(left + 1) & 255]! + top]!;
    const c = order[order[left]! + ((top + 1) & 255)]!;
    const d = order[order[(left + 1) & 255]! + ((top + 1) & 255)]!;
    const su = u * u * u * (u * (u * 6 - 15) + 10);
    const sv = v * v * v * (v * (v * 6 - 15) + 10);
    const upper0 = gx[a]! * u + gy[a]! * v;
    const upper = upper0 + su * (gx[b]! * (u - 1) + gy[b]! * v - upper0);
    const lower0 = gx[c]! * u + gy[c]! * (v - 1);
    const lower = lower0 + su * (gx[d]! * (u - 1) + gy[d]! * (v - 1) - lower0);
    return 1.5 * (upper + sv * (lower - upper));
  };
}

/** Octaves of noise, each twice as fine and half as strong as the one before; about -1..1. */
export function layered(random: () => number, octaves: number): Noise {
  const noises = Array.from({ length: octaves }, () => gradientNoise(random));
  const norm = 1 / (2 - 2 ** (1 - octaves));
  return (x, y) => {
    let sum = 0;
    let scale = 1;
    for (const noise of noises) {
      sum += noise(x * scale, y * scale) / scale;
      scale *= 2;
    }
    return 1.4 * norm * sum;
  };
}
