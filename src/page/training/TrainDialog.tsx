import { use, useState } from 'react';
import { useDesk, useStudio } from '../desk.ts';
import { Dialog } from '../frame/Dialog.tsx';
import { NewTraining, usualSettings } from './NewTraining.tsx';
import { TrainingView } from './TrainingView.tsx';
import { useChosen } from './use-chosen.ts';
import './training.css';

/** A model of a person's own: its pictures, its training, its use. */
export default function TrainDialog() {
  const { session } = useDesk();
  const jobs = use(session.training());
  const isOpen = useStudio((state) => state.isTrainerOpen);
  const open = useStudio((state) => state.openTrainer);
  const training = useStudio((state) => state.training);
  const chosen = useChosen();
  const [settings, setSettings] = useState(usualSettings);
  return (
    <Dialog title="Train your own" open={isOpen} onOpenChange={open} wide>
      {training ? (
        <TrainingView jobs={jobs} training={training} />
      ) : (
        <NewTraining jobs={jobs} chosen={chosen} settings={settings} onSettings={setSettings} />
      )}
    </Dialog>
  );
}
