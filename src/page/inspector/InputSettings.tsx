import { Crop } from 'lucide-react';
import { departures } from '../../state/departures.ts';
import { initialRecipe, modelOf } from '../../state/device.ts';
import { developOf } from '../../state/planes.ts';
import { selectedItem } from '../../state/tray.ts';
import { useStudio } from '../desk.ts';
import { ChoiceRow } from './ChoiceRow.tsx';
import { ContrastLevels } from './ContrastLevels.tsx';
import { DepthRow } from './DepthRow.tsx';
import { RangeRow } from './RangeRow.tsx';
import { SelectRow } from './SelectRow.tsx';
import { SizeRow } from './SizeRow.tsx';
import { SliderRow } from './SliderRow.tsx';
import { StageSettings } from './StageSettings.tsx';
import { StainRows } from './StainRows.tsx';

const frames = [
  { value: 'crop', label: 'Crop' },
  { value: 'fit', label: 'Fit' },
] as const;

/** From the file's numbers to an 8-bit picture. */
export default function InputSettings() {
  const recipe = useStudio((state) => state.recipe);
  const model = useStudio(modelOf);
  const facts = useStudio((state) => selectedItem(state)?.facts);
  const change = useStudio((state) => state.changeDevelop);
  const isCropping = useStudio((state) => state.isCropping);
  const crop = useStudio((state) => state.crop);
  const back = useStudio((state) => state.backToModel);

  const { develop } = recipe;
  const trained = model?.recipe.develop;
  const departs = departures(recipe, model).develop;
  const initial = initialRecipe(model).develop;
  const contrastDeparts = departs.low !== undefined || departs.high !== undefined;
  const channels = facts?.channels ?? [];
  const hasStains = (facts?.stains.length ?? 0) > 0;
  const single = channels.map((name, number) => ({ value: number, label: name }));
  const reads = facts ? developOf(develop, facts).channel : develop.channel;
  // Of several stains "grey" is the first one; a picture without them has no composite.
  const channel = hasStains ? (reads === 'grey' ? 0 : reads) : reads === 'composite' ? 'grey' : reads;
  const choices = hasStains
    ? [{ value: 'composite' as const, label: 'Composite’s grey' }, ...single]
    : [{ value: 'grey' as const, label: 'Grey' }, ...(channels.length > 1 ? single : [])];

  return (
    <StageSettings
      title="Input"
      departures={Object.keys(departs).length}
      onBack={() => model && back('develop', model)}
    >
      {facts && <DepthRow facts={facts} />}
      {facts && hasStains && <StainRows facts={facts} />}
      <SelectRow
        label="Channel"
        about={hasStains ? 'readChannel' : 'channel'}
        value={channel}
        choices={choices}
        onChange={(next) => change({ channel: next })}
      />
      {hasStains && (
        <p className="row-hint">
          Edges, cells and models read{' '}
          {channel === 'composite'
            ? 'the grey of all channels together'
            : `only ${choices.find(({ value }) => value === channel)?.label}`}
          .
        </p>
      )}
      <ContrastLevels />
      <RangeRow
        label="Contrast"
        about="contrast"
        names={['Black point (percentile)', 'White point (percentile)']}
        low={develop.low}
        high={develop.high}
        min={0}
        max={100}
        step={0.5}
        digits={1}
        initial={[initial.low, initial.high]}
        trainedAt={contrastDeparts && trained ? `${trained.low}–${trained.high}` : undefined}
        onChange={change}
      />
      <SliderRow
        label="Gamma"
        about="gamma"
        value={develop.gamma}
        min={0.1}
        max={3}
        typedMax={4}
        step={0.05}
        digits={2}
        initial={initial.gamma}
        trainedAt={departs.gamma}
        onChange={(gamma) => change({ gamma })}
      />
      <ChoiceRow
        label="Frame"
        about="frame"
        value={develop.frame}
        choices={frames}
        onChange={(frame) => change({ frame })}
      />
      <SizeRow trained={trained?.size} departs={departs.size !== undefined} facts={facts ?? null} />
      {develop.frame === 'crop' && (
        <button type="button" className="button" aria-pressed={isCropping} onClick={() => crop(!isCropping)}>
          <Crop aria-hidden />
          {isCropping ? 'Done' : 'Choose the part'}
        </button>
      )}
    </StageSettings>
  );
}
