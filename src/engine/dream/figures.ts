import { type CannySettings, canny } from '../ops/canny.ts';
import { type EdgeAgreement, edgeAgreement } from '../ops/edge-agreement.ts';
import { edgeEnergy } from '../ops/edge-energy.ts';
import { grey } from '../ops/grey.ts';
import type { Picture } from '../picture.ts';
import type { DreamLayer } from '../recipe.ts';

/** How far apart two edge pixels may be and still count as the same edge, in pixels. */
const REACH = 2;

/** What a picture's edges say about where they come from. */
export interface EdgeFigures {
  /** Mean length of the Sobel gradient of the grey picture, 0..1140. */
  readonly energy: number;
  /** Its edges against those of the picture that went into the dream, at 2 px. */
  readonly wentIn: EdgeAgreement;
  /** And against those of the developed input. */
  readonly input: EdgeAgreement;
}

/** What is measured of one step. */
export interface DreamFigures {
  /** Steps taken so far, over all octaves: 1 for the first. */
  readonly index: number;
  /** From 1. */
  readonly octave: number;
  readonly octaves: number;
  /** Of this octave, from 1. */
  readonly step: number;
  readonly steps: number;
  /** Each chosen layer's mean activation, as the step found it, before it moved. */
  readonly activations: Readonly<Partial<Record<DreamLayer, number>>>;
  readonly edges: EdgeFigures;
  /** Seconds that the step took. */
  readonly seconds: number;
}

/** A ruler for edges: the settings that the recipe's edges were found with, and what to compare with. */
export interface EdgeRuler {
  measure(picture: Picture): EdgeFigures;
}

/**
 * @param wentIn RGB, what is dreamed on.
 * @param input 1 channel, the developed grey picture.
 * @param settings as the edges stage used them.
 */
export function edgeRuler(wentIn: Picture, input: Picture, settings: CannySettings): EdgeRuler {
  const edgesOf = (picture: Picture) => canny(grey(picture), settings);
  const ofWentIn = edgesOf(wentIn);
  const ofInput = edgesOf(input);
  return {
    measure(picture) {
      const found = edgesOf(picture);
      return {
        energy: edgeEnergy(grey(picture)),
        wentIn: edgeAgreement(found, ofWentIn, REACH),
        input: edgeAgreement(found, ofInput, REACH),
      };
    },
  };
}
