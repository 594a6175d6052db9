import { drawDish } from '../petri/dish.ts';
import type { Picture, Planes } from '../picture.ts';
import { drawNuclei } from './nuclei.ts';
import type { Scene } from './scene.ts';
import { drawSmear, SMEAR_PIXEL_SIZE_UM } from './smear.ts';

const DISH_SIDE = 512;

/** An 8-bit RGB picture as a file would hold it. */
function planesOf({ width, height, data }: Picture, pixelSizeUm: Planes['pixelSizeUm']): Planes {
  const channel = (c: number) => ({
    samples: Uint8Array.from({ length: width * height }, (_, i) => data[i * 3 + c] ?? 0),
  });
  return {
    width,
    height,
    channels: [channel(0), channel(1), channel(2)],
    bitDepth: 8,
    sampleFormat: 'uint',
    photometric: { kind: 'rgb' },
    orientation: 1,
    pixelSizeUm,
    planes: 1,
  };
}

/** Draws a scene; one seed gives one picture, everywhere. @param seed an integer, 0 to 2^32 - 1. */
export function drawScene(scene: Scene, seed: number): Planes {
  switch (scene) {
    case 'nuclei':
      return drawNuclei(seed);
    case 'smear':
      return planesOf(drawSmear(seed), [SMEAR_PIXEL_SIZE_UM, SMEAR_PIXEL_SIZE_UM]);
    case 'dish':
      return planesOf(drawDish(seed, DISH_SIDE), null);
  }
}
