/** Where an inset lies over its panel. */
export const corners = ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const;

/** Most rows of a figure: more do not fit a page. */
export const MOST_ROWS = 12;

/** How a figure looks where nobody says (plan.ts): two columns of a journal's page, in letters that stay readable there. */
export const defaultLooks = {
  columns: ['input', 'edges', 'colour'],
  widthMm: 180,
  dpi: 300,
  typePt: 7,
  gapMm: 2,
  labels: true,
  captions: true,
  scaleBars: true,
  legends: true,
  generatedNotes: true,
  insets: [],
} as const;
