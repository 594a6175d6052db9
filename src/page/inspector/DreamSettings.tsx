import { Checkbox } from 'radix-ui';
import { lazy, Suspense, useId, useState } from 'react';
import { dreamPresets } from '../../engine/dream/presets.ts';
import { tooLarge } from '../../engine/dream/size.ts';
import type { DreamLayer, DreamRecipe } from '../../engine/recipe.ts';
import { initialDream, layersOf, presetOf } from '../../state/dream.ts';
import { useStudio } from '../desk.ts';
import { WhenOpened } from '../frame/WhenOpened.tsx';
import { usePicture } from '../use-picture.ts';
import { About } from './About.tsx';
import { DreamDetails } from './DreamDetails.tsx';
import { DreamPlace } from './DreamPlace.tsx';
import { SelectRow } from './SelectRow.tsx';
import { SliderRow } from './SliderRow.tsx';
import { StageSettings } from './StageSettings.tsx';
import { SwitchRow } from './SwitchRow.tsx';
import './checkbox.css';
import './dream.css';

const Lens = lazy(() => import('../lens/Lens.tsx'));
const LookInside = lazy(() => import('./LookInside.tsx'));

const OWN = 'own';

const KERAS_FILE = 'inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5';

/** Which channels of its layer a dream climbs, as the rest of a sentence. */
function wordsOf(channels: NonNullable<DreamRecipe['channels']>): string {
  if ('strongest' in channels)
    return `only the ${channels.strongest} channels that answer strongest are climbed`;
  const { list } = channels;
  return list.length === 1
    ? `only channel ${list[0]} is climbed`
    : `only the channels ${list.join(', ')} are climbed`;
}

/** The layers, their weights, and how far the dream climbs them. */
export default function DreamSettings() {
  const dream = useStudio((state) => state.recipe.dream);
  const models = useStudio((state) => state.dreamModels);
  const change = useStudio((state) => state.changeDream);
  const choose = useStudio((state) => state.chooseDreamModel);
  const climb = useStudio((state) => state.climbLayer);
  const input = usePicture('develop');
  const side = useStudio((state) => state.recipe.develop.size);
  const layersId = useId();
  const [isInside, setIsInside] = useState(false);
  const [isMore, setIsMore] = useState(false); // a score of rows that nobody sees would be drawn at every move

  const model = models?.find(({ id }) => id === dream.model);
  if (!model) {
    return (
      <StageSettings title="Dream">
        <p className="row-hint">
          {models === null
            ? 'Looking for a network to dream with.'
            : `There is no network to dream with here; all else works. Drop Keras’ file ${KERAS_FILE} on the page to dream with that.`}
        </p>
      </StageSettings>
    );
  }
  const initial = initialDream(dream);
  const fault = tooLarge(input ?? { width: side, height: side }, dream);
  const preset = presetOf(dream);
  const chosen = layersOf(model).filter((layer) => dream.layers[layer] !== undefined);
  const weigh = (layer: DreamLayer, weight: number) =>
    change({ layers: { ...dream.layers, [layer]: weight } });

  return (
    <StageSettings title="Dream">
      <SwitchRow
        label="Dream"
        about="dream"
        note={`with ${model.title}`}
        checked={dream.enabled}
        disabled={chosen.length === 0}
        onChange={(enabled) => change({ enabled })}
      />
      <fieldset className="layers">
        <legend>
          <span className="row-head">
            Layers
            <About of="layers" name="Layers" />
          </span>
        </legend>
        {layersOf(model).map((layer) => (
          <span key={layer} className="layer">
            <Checkbox.Root
              id={`${layersId}${layer}`}
              className="checkbox"
              aria-label={layer}
              checked={dream.layers[layer] !== undefined}
              onCheckedChange={(checked) => climb(layer, checked === true)}
            >
              <Checkbox.Indicator className="checkbox-mark" />
            </Checkbox.Root>
            <label htmlFor={`${layersId}${layer}`}>{layer}</label>
          </span>
        ))}
      </fieldset>
      {dream.channels && (
        <p className="row-hint">
          Of {dream.channels.layer} {wordsOf(dream.channels)}.{' '}
          <button type="button" className="button-quiet" onClick={() => change({ channels: null })}>
            All channels
          </button>
        </p>
      )}
      {chosen.length > 1 &&
        chosen.map((layer) => (
          <SliderRow
            key={layer}
            label={`Weight of ${layer}`}
            about="weight"
            value={dream.layers[layer] ?? 1}
            min={0.1}
            max={4}
            typedMax={10}
            step={0.1}
            digits={1}
            initial={initial.layers[layer] ?? 1}
            onChange={(weight) => weigh(layer, weight)}
          />
        ))}
      <SliderRow
        label="Steps"
        about="steps"
        value={dream.steps}
        min={1}
        max={100}
        typedMax={500}
        step={1}
        initial={initial.steps}
        onChange={(steps) => change({ steps })}
      />
      <SliderRow
        label="Step size"
        about="stepSize"
        value={dream.stepSize}
        min={0.001}
        max={0.05}
        typedMax={0.1}
        step={0.001}
        digits={3}
        initial={initial.stepSize}
        onChange={(stepSize) => change({ stepSize })}
      />
      <SliderRow
        label="Dream strength"
        about="dreamStrength"
        value={dream.strength}
        min={0}
        max={1}
        step={0.01}
        digits={2}
        initial={1}
        onChange={(strength) => change({ strength })}
      />
      <SelectRow
        label="Preset"
        about="preset"
        value={preset?.id ?? OWN}
        choices={[
          ...dreamPresets.map(({ id, title }) => ({ value: id, label: title })),
          ...(preset ? [] : [{ value: OWN, label: 'Your own' }]),
        ]}
        onChange={(id) => {
          const next = dreamPresets.find((one) => one.id === id);
          if (next) change({ ...next.dream, enabled: true });
        }}
      />
      <DreamPlace />
      {fault && <p role="alert">{fault}</p>}
      <details className="more" onToggle={({ currentTarget }) => setIsInside(currentTarget.open)}>
        <summary>Look inside</summary>
        {isInside && (
          <Suspense fallback={null}>
            <LookInside model={model} />
          </Suspense>
        )}
      </details>
      <details className="more" onToggle={({ currentTarget }) => setIsMore(currentTarget.open)}>
        <summary>More</summary>
        {models && models.length > 1 && (
          <SelectRow
            label="Network"
            about="network"
            value={model.id}
            choices={models.map(({ id, title }) => ({ value: id, label: title }))}
            onChange={(id) => {
              const next = models.find((one) => one.id === id);
              if (next) choose(next);
            }}
          />
        )}
        {isMore && <DreamDetails />}
      </details>
      <WhenOpened open>
        <Lens stage="dream" />
      </WhenOpened>
    </StageSettings>
  );
}
