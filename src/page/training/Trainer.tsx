import { lazy, Suspense, useRef } from 'react';
import { useStudio } from '../desk.ts';

const TrainDialog = lazy(() => import('./TrainDialog.tsx'));

/** The place of the dialog that trains models; it is loaded when it is first opened. */
export function Trainer() {
  const isOpen = useStudio((state) => state.isTrainerOpen);
  const wasOpened = useRef(false);
  wasOpened.current ||= isOpen;
  if (!wasOpened.current) return null;
  return (
    <Suspense fallback={null}>
      <TrainDialog />
    </Suspense>
  );
}
