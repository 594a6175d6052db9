import { type CellPalette, cellPalettes } from '../../engine/recipe.ts';
import { useStudio } from '../desk.ts';
import { ChoiceRow } from './ChoiceRow.tsx';
import { LegendBar } from './LegendBar.tsx';
import { RangeRow } from './RangeRow.tsx';
import { SelectRow } from './SelectRow.tsx';

const names: Readonly<Record<CellPalette, string>> = {
  distinct: 'Which cell it is',
  area: 'Area',
  circularity: 'Circularity',
  elongation: 'Elongation',
  orientation: 'Orientation',
  brightness: 'Brightness',
  neighbours: 'Neighbours',
};

const maps = [
  { value: 'viridis', label: 'Viridis' },
  { value: 'cividis', label: 'Cividis' },
] as const;

const drawn = [
  { value: 'filled', label: 'Filled' },
  { value: 'outlines', label: 'Outlines' },
] as const;

/** A few cells of different colours, for the shelf. */
export function CellsSample() {
  return (
    <svg
      className="shelf-picture"
      viewBox="0 0 80 48"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
    >
      <rect width="80" height="48" fill="#1b1b1f" />
      <ellipse cx="20" cy="16" rx="12" ry="10" fill="#e69f00" />
      <ellipse cx="41" cy="20" rx="10" ry="12" fill="#56b4e9" />
      <ellipse cx="62" cy="14" rx="11" ry="9" fill="#009e73" />
      <ellipse cx="26" cy="36" rx="11" ry="8" fill="#cc79a7" />
      <ellipse cx="54" cy="37" rx="13" ry="9" fill="#f0e442" />
    </svg>
  );
}

/** What the colours of single cells say. */
export function CellColours() {
  const colour = useStudio((state) => state.recipe.colour);
  const legend = useStudio((state) => state.legend);
  const change = useStudio((state) => state.changeColour);
  const step =
    legend && legend.most > legend.least
      ? 10 ** Math.floor(Math.log10((legend.most - legend.least) / 50))
      : 1;
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  return (
    <>
      <SelectRow
        label="Colour says"
        about="palette"
        value={colour.palette}
        choices={cellPalettes.map((value) => ({ value, label: names[value] }))}
        onChange={(palette) => change({ palette, range: null })}
      />
      {legend && (
        <>
          {legend.palette !== 'orientation' && (
            <ChoiceRow
              label="Colours"
              about="colourMap"
              value={colour.map}
              choices={maps}
              onChange={(map) => change({ map })}
            />
          )}
          <LegendBar legend={legend} />
          {legend.most > legend.least && (
            <RangeRow
              label={`Range${legend.unit && `, ${legend.unit}`}`}
              about="cellRange"
              names={['Least of the range', 'Most of the range']}
              low={legend.low}
              high={legend.high}
              min={Math.min(legend.least, legend.low)}
              max={Math.max(legend.most, legend.high)}
              step={step}
              digits={digits}
              initial={[legend.least, legend.most]}
              onChange={({ low = legend.low, high = legend.high }) =>
                low < high && change({ range: [low, high] })
              }
            />
          )}
        </>
      )}
      <ChoiceRow
        label="Drawn"
        about="drawn"
        value={colour.drawn}
        choices={drawn}
        onChange={(next) => change({ drawn: next })}
      />
    </>
  );
}
