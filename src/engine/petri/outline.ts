/** How far an outline lies from its middle, by angle in radians: about 1. */
export type Outline = (angle: number) => number;

/** A roundish outline: waves of 2 to `most` turns, together up to about `strength` deep. */
export function outline(random: () => number, strength: number, most: number): Outline {
  const waves = Array.from({ length: most - 1 }, (_, i) => ({
    turns: i + 2,
    phase: 2 * Math.PI * random(),
    depth: (strength * (random() + 0.3)) / Math.sqrt((i + 1) * most),
  }));
  // looked up, as a sine for each wave and point would be slow
  const table = Float64Array.from({ length: 513 }, (_, i) => {
    const angle = (2 * Math.PI * i) / 512;
    return waves.reduce((sum, { turns, phase, depth }) => sum + depth * Math.sin(turns * angle + phase), 1);
  });
  return (angle) => {
    const turn = angle / (2 * Math.PI);
    const place = 512 * (turn - Math.floor(turn));
    const i = Math.floor(place);
    return table[i]! + (place - i) * (table[Math.min(512, i + 1)]! - table[i]!); // 0 <= i <= 512
  };
}
