/**
 * What a link of form 1 leaves out. Links are kept by people, so this never changes, whatever today's defaults are; other
 * defaults would be a form of their own.
 */
export const base = {
  version: 2,
  develop: {
    channel: 'grey',
    low: 1,
    high: 99,
    gamma: 1,
    frame: 'crop',
    size: 256,
    zoom: 1,
    across: 0.5,
    down: 0.5,
  },
  edges: { thresholds: 'fixed', low: 30, high: 80, sigma: 1.4, aperture: 3, norm: 'L2', strokes: [] },
  colour: { model: 'blood-smear', strength: 1, keepStructure: false },
  dream: {
    enabled: false,
    source: 'colour',
    model: 'inception-v3-cells',
    layers: { mixed6: 1, mixed8: 1 },
    objective: 'mean',
    normalise: 'std',
    steps: 20,
    octaveSteps: 10,
    stepSize: 0.01,
    octaves: 3,
    octaveScale: 1.3,
    octavesAbove: 0,
    detail: 1,
    jitter: 16,
    tile: 512,
    smoothing: 'none',
    smoothingSigma: 1,
    smoothingLevels: 4,
    totalVariation: 0,
    channels: null,
    mask: 'everywhere',
    strokes: [],
    keepColours: false,
    strength: 1,
    stopAtBest: false,
    seed: 1,
  },
} as const;

/** The same of form 2, whose recipes know single cells. */
export const baseOfForm2 = {
  ...base,
  version: 3,
  cells: {
    enabled: false,
    model: 'cells-apart',
    least: 16,
    threshold: 0.5,
    diameter: 'auto',
    split: 0,
    strokes: [],
  },
  colour: {
    ...base.colour,
    insideCells: false,
    palette: 'distinct',
    map: 'viridis',
    range: null,
    drawn: 'filled',
  },
} as const;

/** The same of form 3, whose recipes know channels and planes, and edges of colours. */
export const baseOfForm3 = {
  ...baseOfForm2,
  version: 4,
  develop: { ...base.develop, channels: null, z: 0, time: 0, part: [0, 0, 256, 256], scale: null },
  edges: { ...base.edges, channels: 'grey' },
  cells: { ...baseOfForm2.cells, threshold: 0.55 },
} as const;
