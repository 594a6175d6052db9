import { departures } from '../../state/departures.ts';
import { initialRecipe, modelOf } from '../../state/device.ts';
import { selectedItem } from '../../state/tray.ts';
import { useStudio } from '../desk.ts';
import { ChoiceRow } from './ChoiceRow.tsx';
import { SliderRow } from './SliderRow.tsx';
import { StageSettings } from './StageSettings.tsx';

const choices = {
  thresholds: [
    { value: 'fixed', label: 'Fixed' },
    { value: 'auto', label: 'Auto' },
  ],
  aperture: [
    { value: 3, label: '3' },
    { value: 5, label: '5' },
    { value: 7, label: '7' },
  ],
  channels: [
    { value: 'grey', label: 'Grey' },
    { value: 'colour', label: 'Colour' },
  ],
  norm: [
    { value: 'L1', label: 'L1' },
    { value: 'L2', label: 'L2' },
  ],
} as const;

/** The largest threshold of a recipe; the slider shows that much only where it is needed, to be fine where it is not. */
const LARGEST = 1000;
const USUAL = 300;

/** Canny's settings. */
export default function EdgesSettings() {
  const recipe = useStudio((state) => state.recipe);
  const model = useStudio(modelOf);
  const found = useStudio((state) => state.thresholds);
  const hasColours = useStudio((state) => selectedItem(state)?.facts?.hasColours ?? false);
  const change = useStudio((state) => state.changeEdges);
  const back = useStudio((state) => state.backToModel);

  const { edges } = recipe;
  const departs = departures(recipe, model).edges;
  const initial = initialRecipe(model).edges;
  const isAuto = edges.thresholds === 'auto';
  const { low, high } = isAuto && found ? found : edges;
  const max = edges.aperture > 3 || high > USUAL ? LARGEST : USUAL;
  const threshold = { min: 0, max, typedMax: LARGEST, step: 1, disabled: isAuto };

  return (
    <StageSettings
      title="Edges"
      departures={Object.keys(departs).length}
      onBack={() => model && back('edges', model)}
    >
      <ChoiceRow
        label="Thresholds"
        about="thresholds"
        value={edges.thresholds}
        choices={choices.thresholds}
        trainedAt={departs.thresholds && 'fixed'}
        onChange={(thresholds) => change({ thresholds })}
      />
      <SliderRow
        label="Low threshold"
        about="low"
        value={low}
        {...threshold}
        initial={initial.low}
        trainedAt={departs.low}
        onChange={(next) => change({ low: next })}
      />
      <SliderRow
        label="High threshold"
        about="high"
        value={high}
        {...threshold}
        initial={initial.high}
        trainedAt={departs.high}
        onChange={(next) => change({ high: next })}
      />
      <SliderRow
        label="Blur (sigma)"
        about="blur"
        value={edges.sigma}
        min={0}
        max={5}
        typedMax={10}
        step={0.1}
        digits={1}
        initial={initial.sigma}
        trainedAt={departs.sigma}
        onChange={(sigma) => change({ sigma })}
      />
      <details className="more">
        <summary>More</summary>
        <ChoiceRow
          label="Aperture"
          about="aperture"
          value={edges.aperture}
          choices={choices.aperture}
          trainedAt={departs.aperture?.toString()}
          onChange={(aperture) => change({ aperture })}
        />
        <ChoiceRow
          label="Norm"
          about="norm"
          value={edges.norm}
          choices={choices.norm}
          trainedAt={departs.norm}
          onChange={(norm) => change({ norm })}
        />
        {hasColours && (
          <ChoiceRow
            label="Look in"
            about="edgeChannels"
            value={edges.channels}
            choices={choices.channels}
            trainedAt={departs.channels}
            onChange={(channels) => change({ channels })}
          />
        )}
      </details>
    </StageSettings>
  );
}
