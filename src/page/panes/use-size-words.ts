import type { ShownStage } from '../../engine/stages/shown.ts';
import { countsFile } from '../../state/true-pixels/counted.ts';
import { useStudio } from '../desk.ts';
import type { Size } from './geometry.ts';

/** What a pane's head says of the size of its picture: the file's own where its pixels are shown, else the working picture's. */
export function useSizeWords(): (stage: ShownStage, image: Size) => string {
  const window = useStudio((state) => (countsFile(state) ? state.place?.window : undefined));
  return (stage, image) => {
    const { width, height } = window && (stage === 'edges' || stage === 'colour') ? window : image;
    return `${width} × ${height}`;
  };
}
