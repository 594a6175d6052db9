import type { CellPalette, ColourRecipe } from '../recipe.ts';
import { type ColourMap, colourMaps, mapped, type Rgb } from './colour-maps.ts';
import { distinctColours } from './distinct.ts';
import type { FoundCells } from './found-cells.ts';
import type { Measures } from './measures.ts';

/** What the colours of the cells say. */
export interface Legend {
  readonly palette: Exclude<CellPalette, 'distinct'>;
  /** As "Area". */
  readonly title: string;
  /** As "µm²"; empty for a number without a unit. */
  readonly unit: string;
  /** The values at the ends of the colours, in that unit; what lies beyond takes an end's colour. */
  readonly low: number;
  readonly high: number;
  /** The least and the largest value of the cells. */
  readonly least: number;
  readonly most: number;
  /** Colours at even steps from `low` to `high`, joined by straight lines. */
  readonly stops: readonly Rgb[];
}

type Measured = Exclude<CellPalette, 'distinct'>;

/** What is measured, in which unit, and the range where it is one by itself. */
interface Scale {
  readonly title: string;
  readonly unit: string;
  readonly range: readonly [low: number, high: number] | null;
  /** NaN where it cannot be told. */
  value(cell: Measures): number;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function scaleOf(palette: Measured, { frame, shown, channels }: FoundCells): Scale {
  const { pixelUm } = frame;
  switch (palette) {
    case 'area': {
      const unit = pixelUm ? pixelUm[0] * pixelUm[1] : 1;
      return { title: 'Area', unit: pixelUm ? 'µm²' : 'px', range: null, value: ({ area }) => area * unit };
    }
    case 'circularity':
      return { title: 'Circularity', unit: '', range: [0, 1], value: ({ circularity }) => circularity };
    case 'elongation':
      return { title: 'Elongation', unit: '', range: [0, 1], value: ({ elongation }) => elongation };
    case 'orientation':
      return {
        title: 'Orientation',
        unit: '°',
        range: [-90, 90],
        value: ({ orientation }) => (orientation * 180) / Math.PI,
      };
    case 'brightness': {
      const names = shown.map((channel) => channels[channel]).join(', ');
      return {
        title: `Mean brightness, ${names}`,
        unit: '',
        range: null,
        value: ({ brightness }) => mean(shown.map((channel) => brightness[channel]?.mean ?? Number.NaN)),
      };
    }
    case 'neighbours':
      return { title: 'Neighbours', unit: '', range: null, value: ({ neighbours }) => neighbours };
  }
}

/** Of a cell that has no such value. */
const UNKNOWN: Rgb = [128, 128, 128];

type Colouring = Pick<ColourRecipe, 'palette' | 'map' | 'range'>;

/**
 * A colour for each cell.
 *
 * @returns `colours` by the label (entry 0 unused), and what they say; nothing but which cell it is with `distinct`.
 */
export function cellColours(
  found: FoundCells,
  { palette, map, range }: Colouring,
): { readonly colours: readonly Rgb[]; readonly legend: Legend | null } {
  if (palette === 'distinct') {
    const centroids = found.measured.map(({ centroid }) => centroid);
    return { colours: distinctColours(found.near, centroids), legend: null };
  }
  const { title, unit, range: own, value } = scaleOf(palette, found);
  const values = found.measured.map(value);
  const told = values.filter(Number.isFinite);
  const least = told.reduce((a, b) => Math.min(a, b), told[0] ?? 0);
  const most = told.reduce((a, b) => Math.max(a, b), told[0] ?? 0);
  const [low, high] = range ?? own ?? [least, most];
  const name: ColourMap = palette === 'orientation' ? 'twilight' : map;
  const colours = values.map((one) => {
    if (!Number.isFinite(one)) return UNKNOWN;
    return mapped(name, high > low ? (one - low) / (high - low) : 0.5);
  });
  return {
    colours: [UNKNOWN, ...colours],
    legend: { palette, title, unit, low, high, least, most, stops: colourMaps[name] },
  };
}
