import { culture, type ExplainedPicture, middle, redCells } from './explained-picture.ts';

const found = { cells: { enabled: true }, colour: { model: 'none' } } as const;

/** Of a picture whose colours follow from the cells. */
const coloured = {
  source: culture,
  stage: 'colour',
  recipe: { colour: { model: 'cells', palette: 'area' } },
  part: middle,
} as const;

/** The pictures behind the ⓘ of the single cells' controls. */
export const explainedCells: Readonly<Record<string, ExplainedPicture>> = {
  cells: {
    source: redCells,
    stage: 'cells',
    part: middle,
    before: {
      words: 'Off',
      seen: 'Red blood cells.',
      recipe: { colour: { model: 'none' } },
      stage: 'develop',
    },
    after: { words: 'On', seen: 'The same cells, each in a colour of its own.', recipe: found },
  },
  leastSize: {
    source: culture,
    stage: 'cells',
    recipe: found,
    part: middle,
    before: {
      words: 'From 16 px',
      seen: 'Every cell is found.',
      recipe: { cells: { ...found.cells, least: 16 } },
    },
    after: {
      words: 'From 200 px',
      seen: 'Only the large cells are left.',
      recipe: { cells: { ...found.cells, least: 200 } },
    },
  },
  cellThreshold: {
    source: culture,
    stage: 'cells',
    recipe: found,
    part: middle,
    before: {
      words: 'Threshold 0.1',
      seen: 'Wide cells, faint ones too.',
      recipe: { cells: { ...found.cells, threshold: 0.1 } },
    },
    after: {
      words: 'Threshold 0.95',
      seen: 'Narrow cells, the faint ones missed.',
      recipe: { cells: { ...found.cells, threshold: 0.95 } },
    },
  },
  palette: {
    ...coloured,
    before: {
      words: 'Each its own',
      seen: 'Neighbours differ in colour, whatever their size.',
      recipe: { colour: { palette: 'distinct' } },
    },
    after: {
      words: 'By area',
      seen: 'Small cells are dark, large ones bright.',
      recipe: { colour: { palette: 'area' } },
    },
  },
  drawn: {
    ...coloured,
    before: { words: 'Filled', seen: 'Cells filled with colour.', recipe: { colour: { drawn: 'filled' } } },
    after: {
      words: 'Outlines',
      seen: 'Coloured outlines over the picture.',
      recipe: { colour: { drawn: 'outlines' } },
    },
  },
  insideCells: {
    source: redCells,
    stage: 'colour',
    part: middle,
    before: {
      words: 'Off',
      seen: 'Cells and ground are both painted.',
      recipe: { colour: { insideCells: false } },
    },
    after: {
      words: 'On',
      seen: 'Painted cells on the picture’s own ground.',
      recipe: { colour: { insideCells: true } },
    },
  },
};
