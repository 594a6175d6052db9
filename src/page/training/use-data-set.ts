import { useRef, useState } from 'react';
import type { Pictures } from '../../bridge/messages.ts';
import type { Progress } from '../../engine/render-event.ts';
import { codeOf } from '../../state/failure.ts';
import type { TrainingJobs } from '../../state/training-jobs.ts';
import { useDesk } from '../desk.ts';
import { save } from '../export/save.ts';

type Plan = Parameters<TrainingJobs['dataSet']>[0]['plan'];

/** What a person decides about a data set, apart from the pictures and what stands on the cards. */
export interface DataSetSettings extends Pick<Plan, 'layout' | 'seed'> {
  readonly size: Plan['recipe']['develop']['size'];
}

/** A data set on its way into a file. */
export interface DataSet {
  readonly settings: DataSetSettings;
  /** How far it is; null while none is made. */
  readonly progress: Progress | null;
  /** What was saved, in words. */
  readonly made: string | null;
  readonly fault: string | null;
  change(change: Partial<DataSetSettings>): void;
  make(pictures: Pictures): Promise<void>;
  cancel(): void;
}

/** Goes on while the dialog is closed. */
export function useDataSet(jobs: TrainingJobs): DataSet {
  const { studio } = useDesk();
  const [settings, setSettings] = useState<DataSetSettings>({ size: 256, layout: 'AB', seed: 1 });
  const [progress, setProgress] = useState<Progress | null>(null);
  const [made, setMade] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const making = useRef<AbortController>(null);

  const make = async (pictures: Pictures) => {
    const { recipe, announce } = studio.getState();
    const { size, layout, seed } = settings;
    const develop = { ...recipe.develop, size };
    const plan = { recipe: { develop, edges: { ...recipe.edges, strokes: [] } }, layout, seed };
    making.current = new AbortController();
    setMade(null);
    setFault(null);
    setProgress({ stage: 'edges', words: 'Making pairs', done: 0, of: 1 });
    try {
      const { signal } = making.current;
      const { zip, learnt, held } = await jobs.dataSet({ pictures, plan }, { progress: setProgress, signal });
      save('pairs.zip', zip, 'zip');
      setMade(`Saved pairs.zip: ${learnt} pairs to learn from, ${held} held out.`);
      announce('The data set is saved');
    } catch (error) {
      if (codeOf(error) !== 'cancelled') setFault(error instanceof Error ? error.message : String(error));
    } finally {
      setProgress(null);
    }
  };

  return {
    settings,
    progress,
    made,
    fault,
    change: (change) => setSettings({ ...settings, ...change }),
    make,
    cancel: () => making.current?.abort(),
  };
}
