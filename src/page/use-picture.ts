import { useSyncExternalStore } from 'react';
import type { ShownStage } from '../engine/stages/shown.ts';
import { useDesk, useStudio } from './desk.ts';

export function usePicture(stage: ShownStage): ImageData | undefined {
  const { pictures } = useDesk();
  const frame = useStudio((state) => (stage === 'dream' ? state.frame : null));
  return useSyncExternalStore(pictures.subscribe, () =>
    frame === null ? pictures.get(stage) : pictures.frame(frame),
  );
}

export function useThumbnail(id: string): ImageData | undefined {
  const { pictures } = useDesk();
  return useSyncExternalStore(pictures.subscribe, () => pictures.thumbnail(id));
}
