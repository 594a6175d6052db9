import type { DreamFigures, EdgeFigures } from '../../engine/dream/figures.ts';
import { mean } from '../../engine/metrics/mean.ts';
import { type DreamLayer, dreamLayers } from '../../engine/recipe.ts';

/** What was measured along one dream. */
export interface Measured {
  readonly begun: EdgeFigures;
  readonly steps: readonly DreamFigures[];
}

/** Values over the steps taken so far, 0 for none; null breaks the line. */
interface Line {
  readonly name: string;
  readonly points: readonly (readonly [step: number, value: number] | null)[];
}

/** Means over dreams of as many steps: the lines of the three plots, and where an octave ends. */
interface Curves {
  readonly activations: readonly Line[];
  readonly energy: Line;
  readonly agreement: readonly Line[];
  readonly octaveEnds: readonly number[];
  readonly steps: number;
}

function curvesOf(dreams: readonly Measured[]): Curves {
  const [{ steps }] = dreams as [Measured]; // one at least
  const octaveEnds = steps.filter(({ octave }, i) => steps[i + 1] && steps[i + 1]?.octave !== octave);
  const edges = (name: string, of: (figures: EdgeFigures) => number): Line => ({
    name,
    points: [
      [0, mean(dreams.map(({ begun }) => of(begun)))],
      ...steps.map(
        ({ index }, i) =>
          [index, mean(dreams.map((dream) => of(dream.steps[i]?.edges as EdgeFigures)))] as const, // as many
      ),
    ],
  });
  /** A step measures what it finds; from one octave to the next the picture has another size. */
  const activation = (layer: DreamLayer): Line => ({
    name: layer,
    points: steps.flatMap(({ index, step }, i) => {
      const value = mean(dreams.map((dream) => dream.steps[i]?.activations[layer] ?? Number.NaN));
      return step === 1 && i > 0 ? [null, [index - 1, value] as const] : [[index - 1, value] as const];
    }),
  });
  return {
    activations: dreamLayers.filter((layer) => steps[0]?.activations[layer] !== undefined).map(activation),
    energy: edges('', ({ energy }) => energy),
    agreement: [
      edges('recall', ({ wentIn }) => wentIn.recall),
      edges('precision', ({ wentIn }) => wentIn.precision),
    ],
    octaveEnds: octaveEnds.map(({ index }) => index),
    steps: steps.length,
  };
}

const WIDTH = 880;
const PLOT = { width: 190, height: 110, left: 44, gap: 290, top: 34, row: 200 } as const;
const COLOURS = ['#2f6db3', '#c2553a'];

/** Some round numbers within a range, the same step apart. */
function ticks(low: number, high: number): readonly number[] {
  const rough = (high - low) / 4;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = unit * ([1, 2, 5].find((factor) => factor * unit >= rough) ?? 10);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => (first + i) * step);
}

const text = (x: number, y: number, words: string, more = '') =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${more}>${words}</text>`;

function plot(
  left: number,
  top: number,
  title: string,
  lines: readonly Line[],
  { octaveEnds, steps }: Pick<Curves, 'octaveEnds' | 'steps'>,
): string {
  const points = lines.flatMap((line) => line.points.filter((point) => point !== null));
  const values = points.map(([, value]) => value);
  const room = (Math.max(...values) - Math.min(...values)) * 0.06;
  const [low, high] = [Math.min(...values) - room, Math.max(...values) + room];
  const x = (step: number) => left + (step / steps) * PLOT.width;
  const y = (value: number) => top + PLOT.height * (1 - (value - low) / (high - low));
  const bottom = top + PLOT.height;
  const marks = ticks(low, high);
  const digits = Math.max(0, -Math.floor(Math.log10((marks[1] ?? 1) - (marks[0] ?? 0))));
  const across = marks.map(
    (value) =>
      `<path class="grid" d="M${left} ${y(value).toFixed(1)}h${PLOT.width}"/>` +
      text(left - 5, y(value) + 4, value.toFixed(digits), ' text-anchor="end"'),
  );
  const octaves = octaveEnds.map(
    (step) => `<path class="octave" d="M${x(step).toFixed(1)} ${top}v${PLOT.height}"/>`,
  );
  const along = ticks(0, steps).map((step) =>
    text(x(step), bottom + 15, String(step), ' text-anchor="middle"'),
  );
  const drawn = lines.map(({ name, points }, i) => {
    const path = points
      .map(
        (point, k) =>
          point && `${points[k - 1] ? 'L' : 'M'}${x(point[0]).toFixed(1)} ${y(point[1]).toFixed(1)}`,
      )
      .filter((part) => part !== null);
    const end = points.at(-1);
    const colour = COLOURS[i % COLOURS.length];
    return (
      `<path class="line" stroke="${colour}" d="${path.join('')}"/>` +
      (end ? text(x(end[0]) + 5, y(end[1]) + 4, name, ` style="fill: ${colour}"`) : '')
    );
  });
  return [
    text(left, top - 9, title),
    ...across,
    ...octaves,
    ...along,
    text(left + PLOT.width / 2, bottom + 30, 'step', ' text-anchor="middle"'),
    ...drawn,
  ].join('\n');
}

/**
 * Curves of dreams as an SVG: for each set of pictures a row of three plots over the steps, each a mean over the pictures.
 *
 * @param sets one or more dreams each, all of a set of as many steps.
 */
export function dreamCurves(
  sets: readonly (readonly [title: string, dreams: readonly Measured[]])[],
): string {
  const rows = sets.map(([title, dreams], i) => {
    const curves = curvesOf(dreams);
    const top = i * PLOT.row + 28;
    const at = (column: number) => PLOT.left + column * PLOT.gap;
    return [
      text(8, top, title, ' class="title"'),
      plot(at(0), top + PLOT.top, 'mean activation', curves.activations, curves),
      plot(at(1), top + PLOT.top, 'edge energy', [curves.energy], curves),
      plot(at(2), top + PLOT.top, 'edges at 2 px, share', curves.agreement, curves),
    ].join('\n');
  });
  const height = sets.length * PLOT.row + 20;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">
<style>
text { font: 12px system-ui, sans-serif; fill: #333 }
.title { font-weight: 600 }
path { fill: none }
.grid { stroke: #ddd }
.octave { stroke: #aaa; stroke-dasharray: 3 3 }
.line { stroke-width: 1.5 }
</style>
<rect width="100%" height="100%" fill="#fff"/>
${rows.join('\n')}
</svg>
`;
}
