import { use, useState } from 'react';
import { useDesk, useStudio } from '../desk.ts';
import { Dialog } from '../frame/Dialog.tsx';
import { ChoiceRow } from '../inspector/ChoiceRow.tsx';
import { DataSetView } from './DataSetView.tsx';
import { NewTraining, usualSettings } from './NewTraining.tsx';
import { TrainingView } from './TrainingView.tsx';
import { useChosen } from './use-chosen.ts';
import { useDataSet } from './use-data-set.ts';
import './training.css';

const kinds = [
  { value: 'model', label: 'A model' },
  { value: 'pairs', label: 'A data set' },
] as const;

/** A model of a person's own: its pictures, its training, its use; or its pairs as a data set. */
export default function TrainDialog() {
  const { session } = useDesk();
  const jobs = use(session.training());
  const isOpen = useStudio((state) => state.isTrainerOpen);
  const open = useStudio((state) => state.openTrainer);
  const training = useStudio((state) => state.training);
  const chosen = useChosen();
  const dataSet = useDataSet(jobs);
  const [kind, setKind] = useState<(typeof kinds)[number]['value']>('model');
  const [settings, setSettings] = useState(usualSettings);
  return (
    <Dialog title="Train your own" open={isOpen} onOpenChange={open} wide>
      <ChoiceRow label="Make" value={kind} choices={kinds} onChange={(next) => setKind(next)} />
      {kind === 'pairs' ? (
        <DataSetView chosen={chosen} dataSet={dataSet} />
      ) : training ? (
        <TrainingView jobs={jobs} training={training} />
      ) : (
        <NewTraining jobs={jobs} chosen={chosen} settings={settings} onSettings={setSettings} />
      )}
    </Dialog>
  );
}
