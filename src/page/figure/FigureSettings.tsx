import type { FigureLooks } from '../../engine/figure/plan.ts';
import { panes } from '../../engine/stages/shown.ts';
import { ChoiceRow } from '../inspector/ChoiceRow.tsx';
import { SelectRow } from '../inspector/SelectRow.tsx';
import { SliderRow } from '../inspector/SliderRow.tsx';
import { SwitchRow } from '../inspector/SwitchRow.tsx';
import { Choices } from './Choices.tsx';

interface FigureSettingsProps {
  looks: FigureLooks;
  /** The stages that there can be. */
  columns: FigureLooks['columns'];
  onChange(change: Partial<FigureLooks>): void;
}

/** One column of most journals, one and a half, and two. */
const widths = [85, 120, 180].map((value) => ({ value, label: `${value}` }));
const resolutions = [150, 300, 600].map((value) => ({ value, label: `${value}` }));

const switches = [
  { field: 'labels', label: 'Panel labels', note: 'a, b, c' },
  { field: 'captions', label: 'Captions', note: '' },
  { field: 'scaleBars', label: 'Scale bars', note: '' },
  { field: 'legends', label: 'Legends', note: '' },
  { field: 'generatedNotes', label: 'Say what is generated', note: '' },
] as const;

/** How a figure looks. */
export function FigureSettings({ looks, columns, onChange }: FigureSettingsProps) {
  const stages = panes.filter(({ pane }) => columns.includes(pane));
  return (
    <>
      <Choices
        legend="Stages"
        choices={stages.map(({ pane, name }) => ({ value: pane, label: name }))}
        chosen={looks.columns}
        onChange={(next) => onChange({ columns: next })}
      />
      <ChoiceRow
        label="Column, mm"
        value={looks.widthMm}
        choices={widths}
        onChange={(widthMm) => onChange({ widthMm })}
      />
      <SliderRow
        label="Width, mm"
        value={looks.widthMm}
        min={40}
        max={300}
        typedMax={1000}
        step={1}
        initial={180}
        onChange={(widthMm) => onChange({ widthMm: Math.max(30, widthMm) })}
      />
      <SliderRow
        label="Type, points"
        value={looks.typePt}
        min={4}
        max={14}
        typedMax={24}
        step={0.5}
        digits={1}
        initial={7}
        onChange={(typePt) => onChange({ typePt })}
      />
      <SliderRow
        label="Gap, mm"
        value={looks.gapMm}
        min={0}
        max={10}
        typedMax={20}
        step={0.5}
        digits={1}
        initial={2}
        onChange={(gapMm) => onChange({ gapMm })}
      />
      <SelectRow
        label="Dots an inch"
        value={looks.dpi}
        choices={resolutions}
        onChange={(dpi) => onChange({ dpi })}
      />
      {switches.map(({ field, label, note }) => (
        <SwitchRow
          key={field}
          label={label}
          note={note}
          checked={looks[field]}
          onChange={(is) => onChange({ [field]: is })}
        />
      ))}
    </>
  );
}
