import { lazy } from 'react';
import type { Manifest } from '../../engine/models/manifest.ts';
import { WhenOpened } from '../frame/WhenOpened.tsx';
import Lens from '../lens/Lens.tsx';

const CircleDialog = lazy(() => import('./CircleDialog.tsx'));
const MeasureDialog = lazy(() => import('./MeasureDialog.tsx'));
const ModelDialog = lazy(() => import('./ModelDialog.tsx'));

interface ColourPartsProps {
  model: Manifest;
  /** Which dialog about the model is open. */
  open: 'card' | 'test' | 'circle' | null;
  onClose(): void;
}

/** What belongs to a model's colours and can come late: the lens below its settings, its card, its test and its circle. */
export default function ColourParts({ model, open, onClose }: ColourPartsProps) {
  return (
    <>
      <Lens stage="colour" />
      <WhenOpened open={open === 'card'}>
        <ModelDialog key={model.id} model={model} open={open === 'card'} onOpenChange={onClose} />
      </WhenOpened>
      <WhenOpened open={open === 'circle'}>
        <CircleDialog key={model.id} model={model} open={open === 'circle'} onOpenChange={onClose} />
      </WhenOpened>
      <WhenOpened open={open === 'test'}>
        <MeasureDialog key={model.id} model={model} open={open === 'test'} onOpenChange={onClose} />
      </WhenOpened>
    </>
  );
}
