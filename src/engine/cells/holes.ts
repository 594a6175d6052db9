import { components } from '../ops/components.ts';
import type { Labels } from '../picture.ts';

/** The same cells without holes: background that lies wholly inside one cell becomes that cell's. */
export function withoutHoles(labels: Labels): Labels {
  const { width, height, data } = labels;
  const open = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) open[i] = Number(data[i] === 0);
  const ground = components(open, width, height);
  // The one cell that each part of the ground borders on: 0 for none yet, OPEN where it is several or the picture's border.
  const OPEN = 0xffffffff;
  const around = new Uint32Array(ground.count + 1);
  const meets = (part: number, label: number) => {
    if (label === 0) return;
    if (around[part] === 0) around[part] = label;
    else if (around[part] !== label) around[part] = OPEN;
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const part = ground.data[i]!; // in range, as all below
      if (part === 0 || around[part] === OPEN) continue;
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) {
        around[part] = OPEN;
        continue;
      }
      meets(part, data[i - width]!);
      meets(part, data[i - 1]!);
      meets(part, data[i + 1]!);
      meets(part, data[i + width]!);
    }
  }
  const filled = data.slice();
  for (let i = 0; i < filled.length; i++) {
    const cell = around[ground.data[i]!]!;
    if (filled[i] === 0 && cell !== OPEN) filled[i] = cell;
  }
  return { ...labels, data: filled };
}
