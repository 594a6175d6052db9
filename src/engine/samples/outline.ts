import { between } from './chance.ts';

/** How far a pixel is from the centre of a round shape, as a share of the outline's distance there: 1 on the outline. */
export type Outline = (dx: number, dy: number) => number;

/**
 * An ellipse, turned at random, with a wavy outline of harmonics 2 to 5.
 *
 * @param radius the mean of its half axes, in pixels.
 * @param stretch long half axis through short one.
 * @param waviness amplitude of the outline's waves as a share of the radius.
 */
export function outline(radius: number, stretch: number, waviness: number, random: () => number): Outline {
  const turn = between(0, Math.PI, random);
  const along = Math.sqrt(stretch) * radius;
  const across = radius / Math.sqrt(stretch);
  const waves = [2, 3, 4, 5].map((times) => ({
    times,
    height: (between(-1, 1, random) * waviness * 2) / times,
    phase: between(0, 2 * Math.PI, random),
  }));
  return (dx, dy) => {
    const u = (dx * Math.cos(turn) + dy * Math.sin(turn)) / along;
    const v = (dy * Math.cos(turn) - dx * Math.sin(turn)) / across;
    const angle = Math.atan2(v, u);
    const reach = waves.reduce(
      (sum, wave) => sum + wave.height * Math.cos(wave.times * angle + wave.phase),
      1,
    );
    return Math.hypot(u, v) / reach;
  };
}
