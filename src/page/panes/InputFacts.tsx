import { useStudio } from '../desk.ts';
import { usePicture } from '../use-picture.ts';

/** A scale as microscopists say it: 1/8 where eight pixels of the file become one, else in percent. */
function scaleWords(scale: number): string {
  const inverse = 1 / scale;
  const isWhole = inverse > 1.5 && Math.abs(inverse - Math.round(inverse)) < 0.02;
  return isWhole ? `1/${Math.round(inverse)}` : `${Math.round(100 * scale)} %`;
}

/** How large the file is, and what of it is worked on. */
export function InputFacts() {
  const place = useStudio((state) => state.place);
  const image = usePicture('develop');
  if (!place || !image) return null;
  const { width, height, window } = place;
  const scale = image.width / window.width;
  const size = `${width} × ${height}`;
  return <>{Math.abs(scale - 1) < 0.01 ? size : `${size}, shown at ${scaleWords(scale)}`}</>;
}
