import type { Picture } from '../picture.ts';
import { type Lab, linearRgb } from './oklab.ts';
import { type Drop, lay, type Painter, step } from './paint.ts';

/** Radii of the dish, where 1 is half of the picture's side. */
const OUTER = 0.9;
const INNER = 0.85;
/** How steep the resin's heights are taken to be. */
const RELIEF = 0.11;
/** Clear glass, as it looks before the paper. */
const GLASS: Lab = [0.86, -0.008, -0.004];
/** The light comes from the upper left, over the viewer's shoulder: a unit vector, y down. */
const LIGHT = { x: -0.52, y: -0.62, z: 0.588 } as const;

/** Linear light (0..1 in 4096 steps) as sRGB bytes. */
const encoded = Uint8Array.from({ length: 4097 }, (_, i) => {
  const v = i / 4096;
  return Math.round(255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055));
});

/** Linear light of the table under the dish: warm paper, darker away from the light, and the dish's soft shadow. */
function table(x: number, y: number): number {
  const paper = 0.83 - 0.05 * (x + y);
  const contact = step(0.1, -0.02, Math.sqrt((x - 0.012) ** 2 + (y - 0.016) ** 2) - OUTER);
  const shadow = step(0.22, -0.1, Math.sqrt((x - 0.06) ** 2 + (y - 0.075) ** 2) - OUTER);
  return paper * (1 - 0.32 * contact) * (1 - 0.42 * shadow);
}

/**
 * A dish of glass that holds what `painter` paints, lit, on a table.
 *
 * @param size side of the picture in pixels.
 * @returns RGB, each pixel the mean light of four.
 */
export function inGlass(painter: Painter, size: number): Picture {
  const side = 2 * size;
  const light = new Float32Array(side * side * 3);
  const heights = new Float32Array(side * side);
  const drop: Drop = { l: 0, a: 0, b: 0, height: 0 };
  const at = (i: number) => (2 * i + 1) / side - 1;
  for (let row = 0, i = 0; row < side; row++) {
    for (let column = 0; column < side; column++, i++) {
      const [x, y] = [at(column), at(row)];
      const radius = Math.sqrt(x * x + y * y);
      if (radius >= OUTER) {
        const paper = table(x, y);
        light.set([paper, 0.975 * paper, 0.93 * paper], 3 * i);
        continue;
      }
      // the wall shows the resin beside it, squeezed
      const inside = radius < INNER ? 1 / INNER : (0.99 - 2.2 * (radius - INNER)) / radius;
      painter(x * inside, y * inside, drop);
      if (radius >= INNER) lay(drop, GLASS, 0.5);
      heights[i] = drop.height;
      light.set(linearRgb(drop.l, drop.a, drop.b), 3 * i);
    }
  }
  for (let row = 1, i = side + 1; row < side - 1; row++, i += 2) {
    for (let column = 1; column < side - 1; column++, i++) {
      const [x, y] = [at(column), at(row)];
      const radius = Math.sqrt(x * x + y * y);
      if (radius >= OUTER) continue;
      const facing = (x * LIGHT.x + y * LIGHT.y) / Math.max(radius, 1e-6);
      // neighbours are inside the picture
      const slopeX = RELIEF * side * (heights[i + 1]! - heights[i - 1]!);
      const slopeY = RELIEF * side * (heights[i + side]! - heights[i - side]!);
      const { gain, shine } =
        radius < INNER ? onResin(slopeX, slopeY, radius, facing) : onWall(radius, facing);
      for (let c = 3 * i; c < 3 * i + 3; c++) light[c] = light[c]! * gain * (1 - shine) + shine; // inside the picture
    }
  }
  return { width: size, height: size, channels: 3, data: shrunk(light, size) };
}

/** What the light does at a point: it multiplies the colour there, and adds white. */
interface Lit {
  readonly gain: number;
  readonly shine: number;
}

/** @param facing 1 at the side towards the light, -1 at the far side. */
function onResin(slopeX: number, slopeY: number, radius: number, facing: number): Lit {
  const norm = 1 / Math.sqrt(slopeX * slopeX + slopeY * slopeY + 1);
  const lambert = (-slopeX * LIGHT.x - slopeY * LIGHT.y + LIGHT.z) * norm;
  const half = (-slopeX * LIGHT.x - slopeY * LIGHT.y + LIGHT.z + 1) * norm * 0.5612; // 1 / |LIGHT + (0, 0, 1)|
  const wallShade = 1 - (0.3 + 0.25 * facing) * step(0.09, 0, INNER - radius);
  const gathered = 1 + 0.12 * step(0.3, 1.1, -facing * (radius / INNER)); // by the glass, at the far side
  return {
    gain: (0.75 + 0.25 * (lambert / LIGHT.z)) * wallShade * gathered,
    shine: 0.5 * Math.max(0, half) ** 60,
  };
}

/** @param facing 1 at the side towards the light, -1 at the far side. */
function onWall(radius: number, facing: number): Lit {
  const across = (radius - INNER) / (OUTER - INNER);
  const bevel = Math.sin(Math.PI * across);
  const near = step(0.55, 0.8, facing) * step(0.25, 0.45, across) * step(0.75, 0.55, across);
  const far = step(0.6, 0.85, -facing) * step(0.5, 0.65, across) * step(0.95, 0.8, across);
  const lines = 1 - 0.45 * step(0.12, 0, across) - 0.35 * step(0.88, 1, across);
  return { gain: (0.62 + 0.5 * bevel) * lines, shine: 0.16 * bevel + 0.75 * near + 0.35 * far };
}

/** Means of 2 x 2 points of linear light, as bytes. */
function shrunk(light: Float32Array, size: number): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(size * size * 3);
  const stride = 6 * size;
  for (let row = 0, to = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const from = 2 * row * stride + 6 * column;
      for (let c = from; c < from + 3; c++) {
        // four points inside the picture
        const mean = (light[c]! + light[c + 3]! + light[c + stride]! + light[c + stride + 3]!) / 4;
        data[to++] = encoded[Math.round(4096 * Math.min(1, Math.max(0, mean)))]!; // 0..4096
      }
    }
  }
  return data;
}
