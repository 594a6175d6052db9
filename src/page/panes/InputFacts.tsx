import { selectedItem } from '../../state/tray.ts';
import { useStudio } from '../desk.ts';
import { usePicture } from '../use-picture.ts';

/** A scale as microscopists say it: 1/8 where eight pixels of the file become one, else in percent. */
function scaleWords(scale: number): string {
  const inverse = 1 / scale;
  const isWhole = inverse > 1.5 && Math.abs(inverse - Math.round(inverse)) < 0.02;
  return isWhole ? `1/${Math.round(inverse)}` : `${Math.round(100 * scale)} %`;
}

/** How large the file is, at which scale it is shown, and whether it holds further planes. */
export function InputFacts() {
  const place = useStudio((state) => state.place);
  const image = usePicture('develop');
  const planes = useStudio((state) => selectedItem(state)?.facts?.planes ?? 1);
  if (!place || !image) return null;
  const { width, height, window } = place;
  const scale = image.width / window.width;
  const size = `${width} × ${height}`;
  const words = [
    size,
    ...(Math.abs(scale - 1) < 0.01 ? [] : [`shown at ${scaleWords(scale)}`]),
    ...(planes > 1 ? [`first of ${planes} planes`] : []),
  ];
  return <>{words.join(', ')}</>;
}
