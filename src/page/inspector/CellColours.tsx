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

/** What the colours of single cells say. */
export default function CellColours() {
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
