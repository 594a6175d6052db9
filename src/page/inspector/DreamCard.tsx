import { Checkbox } from 'radix-ui';
import { lazy, Suspense, useId, useState } from 'react';
import { dreamPresets } from '../../engine/dream/presets.ts';
import { tooLarge } from '../../engine/dream/size.ts';
import type { DreamLayer, DreamRecipe } from '../../engine/recipe.ts';
import { initialDream, layersOf, presetOf } from '../../state/dream.ts';
import { useStudio } from '../desk.ts';
import { usePicture } from '../use-picture.ts';
import { Card } from './Card.tsx';
import { DreamDetails } from './DreamDetails.tsx';
import { SelectRow } from './SelectRow.tsx';
import { SliderRow } from './SliderRow.tsx';
import { SwitchRow } from './SwitchRow.tsx';
import './dream.css';

const StructurePlot = lazy(() => import('./StructurePlot.tsx'));

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
export default function DreamCard() {
  const dream = useStudio((state) => state.recipe.dream);
  const models = useStudio((state) => state.dreamModels);
  const change = useStudio((state) => state.changeDream);
  const choose = useStudio((state) => state.chooseDreamModel);
  const climb = useStudio((state) => state.climbLayer);
  const hasAscent = useStudio((state) => (state.ascent?.figures.length ?? 0) > 1);
  const input = usePicture('develop');
  const side = useStudio((state) => state.recipe.develop.size);
  const layersId = useId();
  const [isInside, setIsInside] = useState(false);

  const model = models?.find(({ id }) => id === dream.model);
  if (!model) {
    return (
      <Card title="Dream">
        <p className="row-hint">
          {models === null
            ? 'Looking for a network to dream with.'
            : `There is no network to dream with here; all else works. Drop Keras’ file ${KERAS_FILE} on the page to dream with that.`}
        </p>
      </Card>
    );
  }
  const initial = initialDream(dream);
  const fault = tooLarge(input ?? { width: side, height: side }, dream);
  const preset = presetOf(dream);
  const chosen = layersOf(model).filter((layer) => dream.layers[layer] !== undefined);
  const weigh = (layer: DreamLayer, weight: number) =>
    change({ layers: { ...dream.layers, [layer]: weight } });

  return (
    <Card title="Dream">
      <SwitchRow
        label="Dream"
        note={`with ${model.title}`}
        checked={dream.enabled}
        disabled={chosen.length === 0}
        onChange={(enabled) => change({ enabled })}
      />
      {models && models.length > 1 && (
        <SelectRow
          label="Network"
          value={model.id}
          choices={models.map(({ id, title }) => ({ value: id, label: title }))}
          onChange={(id) => {
            const next = models.find((one) => one.id === id);
            if (next) choose(next);
          }}
        />
      )}
      <SelectRow
        label="Preset"
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
      {preset && <p className="row-hint">{preset.words}</p>}
      <fieldset className="layers">
        <legend className="row-label">Layers</legend>
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
      <p className="row-hint">
        Low layers respond to threads and spots, high ones to larger shapes. The dream changes the picture so
        that the chosen layers answer more strongly.
      </p>
      <details className="more" onToggle={({ currentTarget }) => setIsInside(currentTarget.open)}>
        <summary>Look inside</summary>
        {isInside && (
          <Suspense fallback={null}>
            <LookInside model={model} />
          </Suspense>
        )}
      </details>
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
        value={dream.steps}
        min={1}
        max={100}
        typedMax={500}
        step={1}
        initial={initial.steps}
        onChange={(steps) => change({ steps })}
      />
      <p className="row-hint">Each step climbs a little. More steps continue from where the dream stands.</p>
      <SliderRow
        label="Step size"
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
        label="Octaves"
        value={dream.octaves}
        min={1}
        max={8}
        step={1}
        initial={initial.octaves}
        onChange={(octaves) => change({ octaves })}
      />
      <p className="row-hint">
        The dream runs at several sizes, small to large; the small ones give large shapes.
      </p>
      {fault && <p role="alert">{fault}</p>}
      <DreamDetails />
      {dream.enabled && hasAscent && (
        <Suspense fallback={null}>
          <StructurePlot />
        </Suspense>
      )}
    </Card>
  );
}
