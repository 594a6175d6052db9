import { useState } from 'react';
import { OWN_PICTURES, picturesFault } from '../../engine/pairs/own-pictures.ts';
import { recipeForTraining, type TrainingJobs } from '../../state/training-jobs.ts';
import { useDesk, useStudio } from '../desk.ts';
import { ChoiceRow } from '../inspector/ChoiceRow.tsx';
import { SliderRow } from '../inspector/SliderRow.tsx';
import { SwitchRow } from '../inspector/SwitchRow.tsx';
import { CardsHint } from './CardsHint.tsx';
import { ChoosePictures } from './ChoosePictures.tsx';
import type { Chosen } from './use-chosen.ts';

/** What a person decides, apart from the pictures and what stands on the cards. */
export type Settings = Omit<Parameters<TrainingJobs['begin']>[0], 'recipe'>;

/** A training of some minutes on a laptop without a graphics card. */
export const usualSettings: Settings = {
  title: 'My model',
  size: 128,
  ngf: 8,
  steps: 2000,
  grey: true,
  seed: 1,
};

const sizes = [
  { value: 64, label: '64 px' },
  { value: 128, label: '128 px' },
  { value: 256, label: '256 px' },
] as const;

const nets = [
  { value: 8, label: 'Small' },
  { value: 16, label: 'Larger' },
] as const;

interface NewTrainingProps {
  jobs: TrainingJobs;
  chosen: Chosen;
  settings: Settings;
  onSettings(settings: Settings): void;
}

/** The pictures and the few settings that make a training, and its beginning. */
export function NewTraining({ jobs, chosen, settings, onSettings }: NewTrainingProps) {
  const { studio } = useDesk();
  const keepsFiles = useStudio((state) => state.keepsFiles);
  const stopped = useStudio((state) => state.trainingFault);
  /** With how many pictures a training was refused. */
  const [refused, setRefused] = useState<number | null>(null);
  const change = (next: Partial<Settings>) => onSettings({ ...settings, ...next });
  const wrong = picturesFault(chosen.count);
  const fault = refused === chosen.count ? wrong : stopped;
  const begin = () => {
    setRefused(chosen.count);
    if (wrong !== null) return;
    const title = settings.title.trim() || usualSettings.title;
    jobs.begin({ ...settings, title, recipe: recipeForTraining(studio.getState()) }, chosen.pictures);
  };

  return (
    <>
      <div className="train">
        <ChoosePictures chosen={chosen} disabled={false} />
        <div>
          <label className="row choice-row">
            <span className="row-label">Title</span>
            <input
              className="text"
              value={settings.title}
              maxLength={60}
              onChange={({ target }) => change({ title: target.value })}
            />
          </label>
          <ChoiceRow
            label="Size"
            value={settings.size}
            choices={sizes}
            onChange={(size) => change({ size })}
          />
          <ChoiceRow label="Net" value={settings.ngf} choices={nets} onChange={(ngf) => change({ ngf })} />
          <p className="row-hint">Twice the size, or the larger net, takes two to three times as long.</p>
          <SwitchRow
            label="Grey too"
            note="beside the edges"
            checked={settings.grey}
            onChange={(grey) => change({ grey })}
          />
          <p className="row-hint">
            {settings.grey
              ? 'It sees the picture’s grey and keeps its structure.'
              : 'It sees edges only, as in the paper, and has to guess what lies between them.'}
          </p>
          <SliderRow
            label="Steps"
            value={settings.steps}
            min={50}
            max={10_000}
            typedMax={100_000}
            step={50}
            initial={usualSettings.steps}
            onChange={(steps) => change({ steps: Math.round(steps) })}
          />
          <p className="row-hint">
            A training takes {OWN_PICTURES.least} to {OWN_PICTURES.most} pictures. A step looks at one pair.
            The time left is shown once it runs. Stop at any point and use the model as it is.
          </p>
          <details className="more">
            <summary>More</summary>
            <SliderRow
              label="Seed"
              value={settings.seed}
              min={0}
              max={999}
              typedMax={2 ** 32 - 1}
              step={1}
              initial={usualSettings.seed}
              onChange={(seed) => change({ seed: Math.round(seed) })}
            />
            <CardsHint />
          </details>
        </div>
      </div>
      {fault && <p role="alert">{fault}</p>}
      <div className="dialog-foot">
        <p className="dialog-words row-hint">
          {keepsFiles
            ? 'It trains in this tab while you go on working, and is kept in this browser for your next visit.'
            : 'It trains in this tab while you go on working. This browser keeps nothing, as private windows do: export the model before you close or reload the page.'}
        </p>
        <button type="button" className="button button-main" onClick={begin}>
          Train
        </button>
      </div>
    </>
  );
}
