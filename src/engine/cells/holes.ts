import { components } from '../ops/components.ts';
import type { Labels } from '../picture.ts';

/** The same cells without holes: background that lies wholly inside one cell becomes that cell's. */
export function withoutHoles(labels: Labels): Labels {
  const { width, height, data } = labels;
  const ground = components(
    Uint8Array.from(data, (label) => Number(label === 0)),
    width,
    height,
  );
  // The one cell that each part of the ground borders on: 0 for none yet, OPEN where it is several or the picture's border.
  const OPEN = 0xffffffff;
  const around = new Uint32Array(ground.count + 1);
  const meets = (part: number, label: number) => {
    if (around[part] === 0) around[part] = label;
    else if (around[part] !== label) around[part] = OPEN;
  };
  for (let i = 0; i < data.length; i++) {
    const part = ground.data[i]!; // i is in range, here and below
    if (part === 0) continue;
    const x = i % width;
    const isInside = x > 0 && x < width - 1 && i >= width && i + width < data.length;
    if (!isInside) around[part] = OPEN;
    else for (const j of [i - width, i - 1, i + 1, i + width]) if (data[j]) meets(part, data[j]!);
  }
  const filled = data.map((label, i) => {
    const cell = around[ground.data[i]!]!;
    return label === 0 && cell !== OPEN ? cell : label;
  });
  return { ...labels, data: filled };
}
