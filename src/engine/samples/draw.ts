import { drawDish } from '../petri/dish.ts';
import { type Planes, planesOf } from '../picture.ts';
import { drawNuclei } from './nuclei.ts';
import type { Scene } from './scene.ts';
import { drawSmear, SMEAR_PIXEL_SIZE_UM } from './smear.ts';

const DISH_SIDE = 512;

/** Draws a scene; one seed gives one picture, everywhere. @param seed an integer, 0 to 2^32 - 1. */
export function drawScene(scene: Scene, seed: number): Planes {
  switch (scene) {
    case 'nuclei':
      return drawNuclei(seed);
    case 'smear':
      return planesOf(drawSmear(seed), [SMEAR_PIXEL_SIZE_UM, SMEAR_PIXEL_SIZE_UM]);
    case 'dish':
      return planesOf(drawDish(seed, DISH_SIDE));
  }
}
