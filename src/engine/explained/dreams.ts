import type { DreamRecipe } from '../recipe.ts';
import {
  culture,
  drawnDish,
  type ExplainedPicture,
  type ExplainedSource,
  middle,
  neutrophil,
  type Patch,
  redCells,
  type Side,
} from './explained-picture.ts';

/** Dreams on the middle of a sample in its own pixels: small, and quickly dreamed. */
const small: Patch = {
  develop: { size: 128, zoom: 2 },
  colour: { model: 'none' },
  dream: { enabled: true, source: 'input', layers: { mixed3: 1 }, octaves: 2, steps: 20 },
};

/** A dream that lets its octaves be seen. */
const strong: Partial<DreamRecipe> = { octaves: 2, octaveSteps: 30, stepSize: 0.02 };

/** Two dreams that differ in a setting. */
function pair(
  source: ExplainedSource,
  [before, after]: readonly [SideOf, SideOf],
  both: Partial<DreamRecipe> = {},
): ExplainedPicture {
  return {
    source,
    stage: 'dream',
    recipe: { ...small, dream: { ...small.dream, ...both } },
    part: null,
    before: sideOf(before),
    after: sideOf(after),
  };
}

type SideOf = readonly [words: string, seen: string, dream: Partial<DreamRecipe>, guide?: ExplainedSource];

const sideOf = ([words, seen, dream, guide]: SideOf): Side => ({
  words,
  seen,
  recipe: { dream },
  ...(guide && { guide }),
});

const fromDream = pair(neutrophil, [
  ['Off', 'A blood cell as it is.', {}],
  ['On', 'The same cell with dots and folds, and a ring like an eye.', {}],
]);

/** Shown on a larger picture, since the small one's octaves lose little. */
const ofDetail = pair(
  neutrophil,
  [
    ['Detail 0', 'The cells have become soft.', { detail: 0 }],
    ['Detail 1', 'The cells keep their crisp rims.', { detail: 1 }],
  ],
  { octaves: 3, octaveScale: 1.8, steps: 2, octaveSteps: 2 },
);

/** Painted first. */
const ofSource = pair(
  culture,
  [
    ['Colour', 'Patterns grown out of coloured nuclei.', { source: 'colour' }],
    ['Input', 'Patterns grown out of the grey picture.', { source: 'input' }],
  ],
  { octaves: 1, steps: 15, stepSize: 0.02 },
);

/** The pictures behind the ⓘ of the dream's controls. */
export const explainedDreams: Readonly<Record<string, ExplainedPicture>> = {
  dream: { ...fromDream, before: { ...fromDream.before, stage: 'develop' } },
  layers: pair(neutrophil, [
    ['mixed0', 'Fine threads and spots.', { layers: { mixed0: 1 } }],
    ['mixed7', 'Larger shapes, and smooth ground between them.', { layers: { mixed7: 1 } }],
  ]),
  weight: pair(neutrophil, [
    ['mixed0 at 0.1', 'The larger shapes of the layer mixed5.', { layers: { mixed5: 1, mixed0: 0.1 } }],
    ['mixed0 at 5', 'The fine threads of the layer mixed0.', { layers: { mixed5: 1, mixed0: 5 } }],
  ]),
  steps: pair(
    neutrophil,
    [
      ['2 steps', 'The picture, hardly changed.', { steps: 2 }],
      ['40 steps', 'Dots, folds and rings all over it.', { steps: 40 }],
    ],
    { octaves: 1 },
  ),
  stepSize: pair(neutrophil, [
    ['Step size 0.003', 'A faint pattern.', { stepSize: 0.003 }],
    ['Step size 0.04', 'A harsh and glaring pattern.', { stepSize: 0.04 }],
  ]),
  dreamStrength: pair(neutrophil, [
    ['Strength 0.3', 'The dream shines through faintly.', { strength: 0.3 }],
    ['Strength 1', 'The dream alone.', { strength: 1 }],
  ]),
  preset: pair(neutrophil, [
    ['Fine texture', 'Threads and grain.', { layers: { mixed0: 1, mixed2: 1 }, octaves: 1, jitter: 8 }],
    ['Paper, layer 6', 'Larger structure.', { layers: { mixed6: 1 }, octaves: 3, jitter: 16 }],
  ]),
  where: pair(redCells, [
    ['Everywhere', 'Cells and ground are both dreamed on.', { mask: 'everywhere' }],
    ['Inside the cells', 'Only the cells have changed.', { mask: 'inside' }],
  ]),
  octaves: pair(
    neutrophil,
    [
      ['1 octave', 'Small shapes only.', { octaves: 1 }],
      ['3 octaves', 'Large shapes with small ones in them.', { octaves: 3 }],
    ],
    strong,
  ),
  octaveSteps: pair(neutrophil, [
    ['2 steps', 'Small shapes outweigh the large ones.', { octaveSteps: 2 }],
    ['40 steps', 'Large shapes stand out.', { octaveSteps: 40 }],
  ]),
  octaveScale: pair(
    neutrophil,
    [
      ['Scale 1.1', 'Shapes of one size.', { octaveScale: 1.1 }],
      ['Scale 1.7', 'Large shapes beside small ones.', { octaveScale: 1.7 }],
    ],
    strong,
  ),
  octavesAbove: pair(
    neutrophil,
    [
      ['None above', 'Coarse shapes.', { octaves: 1, octavesAbove: 0 }],
      ['One above', 'Finer threads.', { octaves: 2, octavesAbove: 1 }],
    ],
    { ...strong, octaveScale: 2 },
  ),
  detail: { ...ofDetail, recipe: { ...ofDetail.recipe, develop: { size: 256 } }, part: middle },
  jitter: pair(
    neutrophil,
    [
      ['No jitter', 'A speckled pattern.', { jitter: 0 }],
      ['Jitter 16', 'A calmer pattern.', { jitter: 16 }],
    ],
    { steps: 40, octaves: 1 },
  ),
  totalVariation: pair(neutrophil, [
    ['0', 'A dream with grain.', { totalVariation: 0 }],
    ['0.6', 'A smoother dream.', { totalVariation: 0.6 }],
  ]),
  source: {
    ...ofSource,
    recipe: { develop: { size: 256 }, dream: { ...ofSource.recipe?.dream } },
    part: middle,
  },
  guide: pair(
    neutrophil,
    [
      ['No guide', 'What the network likes best.', { objective: 'l2' }],
      ['A dish as guide', 'Patterns of a petri dish.', { objective: 'guide' }, drawnDish],
    ],
    { ...strong, layers: { mixed5: 1 } },
  ),
  keepColours: pair(
    neutrophil,
    [
      ['Off', 'Green and magenta patches beside new shapes.', { keepColours: false }],
      ['On', 'New shapes in the old colours.', { keepColours: true }],
    ],
    { ...strong, layers: { mixed0: 1 } },
  ),
  smoothing: pair(
    neutrophil,
    [
      ['None', 'Fine grain everywhere.', { smoothing: 'none' }],
      ['Laplacian pyramid', 'Large, soft shapes.', { smoothing: 'laplacian' }],
    ],
    { layers: { mixed0: 1 } },
  ),
  smoothingSigma: pair(
    neutrophil,
    [
      ['Sigma 0.5', 'Fine grain.', { smoothingSigma: 0.5 }],
      ['Sigma 4', 'Broad, soft shapes.', { smoothingSigma: 4 }],
    ],
    { smoothing: 'gaussian', layers: { mixed0: 1 } },
  ),
};
