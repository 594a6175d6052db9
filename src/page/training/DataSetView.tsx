import { ChoiceRow } from '../inspector/ChoiceRow.tsx';
import { SliderRow } from '../inspector/SliderRow.tsx';
import { CardsHint } from './CardsHint.tsx';
import { ChoosePictures } from './ChoosePictures.tsx';
import type { Chosen } from './use-chosen.ts';
import type { DataSet } from './use-data-set.ts';

const sizes = [
  { value: 64, label: '64' },
  { value: 128, label: '128' },
  { value: 256, label: '256' },
  { value: 512, label: '512' },
] as const;

const layouts = [
  { value: 'AB', label: 'Edges left' },
  { value: 'BA', label: 'Edges right' },
] as const;

/** Pairs of edges and colours as a file, to train with elsewhere. */
export function DataSetView({ chosen, dataSet }: { chosen: Chosen; dataSet: DataSet }) {
  const { settings, progress, made, fault, change, make, cancel } = dataSet;
  return (
    <>
      <div className="train">
        <ChoosePictures chosen={chosen} disabled={progress !== null} />
        <fieldset className="dialog-settings" disabled={progress !== null}>
          <ChoiceRow
            label="Size, px"
            value={settings.size}
            choices={sizes}
            onChange={(size) => change({ size })}
          />
          <ChoiceRow
            label="Layout"
            value={settings.layout}
            choices={layouts}
            onChange={(layout) => change({ layout })}
          />
          <SliderRow
            label="Seed"
            value={settings.seed}
            min={0}
            max={999}
            typedMax={2 ** 32 - 1}
            step={1}
            initial={1}
            disabled={progress !== null}
            onChange={(seed) => change({ seed: Math.round(seed) })}
          />
          <p className="row-hint">
            Each pair is one picture, edges beside colours. The seed chooses the tenth that is held out, and
            varies the thresholds of the others. The ZIP has the folders train and test as the reference
            loaders of PyTorch and TensorFlow read them.
          </p>
          <CardsHint />
        </fieldset>
      </div>
      {fault && <p role="alert">{fault}</p>}
      <div className="dialog-foot">
        {progress ? (
          <>
            <span>{progress.words}</span>
            <progress
              className="bar"
              aria-label={progress.words}
              value={progress.done}
              max={Math.max(1, progress.of)}
            />
            <button type="button" className="button" onClick={cancel}>
              Cancel
            </button>
          </>
        ) : (
          <>
            <span className="dialog-words" role="status" aria-label="Data set">
              {made}
            </span>
            <button type="button" className="button button-main" onClick={() => void make(chosen.pictures)}>
              Make the data set
            </button>
          </>
        )}
      </div>
    </>
  );
}
