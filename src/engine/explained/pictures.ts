import { explainedCells } from './cells.ts';
import { explainedDreams } from './dreams.ts';
import {
  culture,
  drawnDish,
  drawnNuclei,
  drawnSmear,
  type ExplainedPicture,
  middle,
  neutrophil,
  redCells,
} from './explained-picture.ts';

const unpainted = { colour: { model: 'none' } };

/**
 * The pictures behind the ⓘ of the controls, by the names of src/page/inspector/explanations.ts. `npm run explain` draws
 * them. Where the eye would see no difference there is none.
 */
export const explainedPictures: Readonly<Record<string, ExplainedPicture>> = {
  channel: {
    source: drawnSmear,
    stage: 'edges',
    recipe: unpainted,
    part: middle,
    before: {
      words: 'Red',
      seen: 'In the red channel the pale red cells leave few outlines.',
      recipe: { develop: { channel: 0 } },
    },
    after: {
      words: 'Green',
      seen: 'In the green channel every red cell has its outline.',
      recipe: { develop: { channel: 1 } },
    },
  },
  contrast: {
    source: culture,
    stage: 'develop',
    recipe: { ...unpainted, develop: { gamma: 1 } },
    part: middle,
    before: {
      words: '0 to 100',
      seen: 'Dim nuclei on black.',
      recipe: { develop: { low: 0, high: 100 } },
    },
    after: {
      words: '20 to 95',
      seen: 'The same nuclei, bright.',
      recipe: { develop: { low: 20, high: 95 } },
    },
  },
  gamma: {
    source: drawnNuclei,
    stage: 'develop',
    recipe: { ...unpainted, develop: { high: 99.8 } },
    part: middle,
    before: {
      words: 'Gamma 1.5',
      seen: 'Only the brightest nuclei stand out.',
      recipe: { develop: { gamma: 1.5 } },
    },
    after: {
      words: 'Gamma 0.5',
      seen: 'Faint nuclei and haze show up too.',
      recipe: { develop: { gamma: 0.5 } },
    },
  },
  frame: {
    source: { scene: 'smear', seed: 12, rows: 300, model: 'blood-stain' },
    stage: 'develop',
    recipe: unpainted,
    part: null,
    before: {
      words: 'Crop',
      seen: 'A square out of the middle of a wide picture.',
      recipe: { develop: { frame: 'crop' } },
    },
    after: {
      words: 'Fit',
      seen: 'The whole wide picture, smaller.',
      recipe: { develop: { frame: 'fit' } },
    },
  },
  size: {
    source: drawnSmear,
    stage: 'develop',
    recipe: unpainted,
    part: middle,
    before: {
      words: '64 px',
      seen: 'Blurred cells without detail.',
      recipe: { develop: { size: 64 } },
    },
    after: {
      words: '256 px',
      seen: 'The same cells with crisp rims.',
      recipe: { develop: { size: 256 } },
    },
  },
  thresholds: {
    source: culture,
    stage: 'edges',
    recipe: { ...unpainted, develop: { low: 0, high: 100, gamma: 2 } },
    part: middle,
    before: {
      words: 'Fixed',
      seen: 'A dark picture keeps few of its outlines.',
      recipe: { edges: { thresholds: 'fixed', low: 100, high: 240 } },
    },
    after: {
      words: 'Auto',
      seen: 'The outlines of the nuclei are found.',
      recipe: { edges: { thresholds: 'auto' } },
    },
  },
  low: {
    source: neutrophil,
    stage: 'edges',
    recipe: { ...unpainted, edges: { sigma: 1, high: 150 } },
    part: middle,
    before: {
      words: 'Low threshold 140',
      seen: 'Outlines broken into pieces.',
      recipe: { edges: { low: 140 } },
    },
    after: {
      words: 'Low threshold 30',
      seen: 'The same outlines, joined.',
      recipe: { edges: { low: 30 } },
    },
  },
  high: {
    source: neutrophil,
    stage: 'edges',
    recipe: { ...unpainted, edges: { sigma: 0.7, low: 30 } },
    part: middle,
    before: {
      words: 'High threshold 60',
      seen: 'Outlines, and specks of noise between them.',
      recipe: { edges: { high: 60 } },
    },
    after: {
      words: 'High threshold 300',
      seen: 'The outlines alone.',
      recipe: { edges: { high: 300 } },
    },
  },
  blur: {
    source: neutrophil,
    stage: 'edges',
    recipe: unpainted,
    part: middle,
    before: {
      words: 'Sigma 0.5',
      seen: 'Many short, ragged edges.',
      recipe: { edges: { sigma: 0.5 } },
    },
    after: {
      words: 'Sigma 3',
      seen: 'A few smooth outlines.',
      recipe: { edges: { sigma: 3 } },
    },
  },
  aperture: {
    source: culture,
    stage: 'edges',
    recipe: { ...unpainted, edges: { low: 60, high: 200 } },
    part: middle,
    before: {
      words: 'Aperture 3',
      seen: 'A few outlines.',
      recipe: { edges: { aperture: 3 } },
    },
    after: {
      words: 'Aperture 5',
      seen: 'Far more edges at the same thresholds.',
      recipe: { edges: { aperture: 5 } },
    },
  },
  norm: {
    source: neutrophil,
    stage: 'edges',
    recipe: { ...unpainted, edges: { sigma: 0.7, low: 80, high: 160 } },
    part: middle,
    before: { words: 'L1', seen: 'More edges, above all slanting ones.', recipe: { edges: { norm: 'L1' } } },
    after: {
      words: 'L2',
      seen: 'Fewer edges at the same thresholds.',
      recipe: { edges: { norm: 'L2' } },
    },
  },
  edgeChannels: {
    source: drawnDish,
    stage: 'edges',
    recipe: { ...unpainted, edges: { sigma: 1, low: 60, high: 150 } },
    part: middle,
    before: {
      words: 'Grey',
      seen: 'Where colours are equally bright, there are no edges.',
      recipe: { edges: { channels: 'grey' } },
    },
    after: {
      words: 'Colour',
      seen: 'The borders between the colours are found, too.',
      recipe: { edges: { channels: 'colour' } },
    },
  },
  model: {
    source: neutrophil,
    stage: 'colour',
    part: null,
    before: {
      words: 'Blood smear',
      seen: 'Pink red cells around a violet nucleus.',
      recipe: { colour: { model: 'blood-smear' } },
    },
    after: {
      words: 'Petri dish',
      seen: 'The same outlines, painted as swirls of a petri dish.',
      recipe: { colour: { model: 'petri-pix2pix-grey' } },
    },
  },
  strength: {
    source: culture,
    stage: 'colour',
    part: middle,
    before: {
      words: 'Strength 0.2',
      seen: 'Grey nuclei with a breath of colour.',
      recipe: { colour: { strength: 0.2 } },
    },
    after: {
      words: 'Strength 1',
      seen: 'Nuclei in full colour.',
      recipe: { colour: { strength: 1 } },
    },
  },
  keepStructure: {
    source: redCells,
    stage: 'colour',
    part: middle,
    before: {
      words: 'Off',
      seen: 'Light and dark are painted by the network.',
      recipe: { colour: { keepStructure: false } },
    },
    after: {
      words: 'On',
      seen: 'The network’s colours on the picture’s own light and dark.',
      recipe: { colour: { keepStructure: true } },
    },
  },
  ...explainedCells,
  ...explainedDreams,
};
