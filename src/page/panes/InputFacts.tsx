import { developOf, planeWords } from '../../state/planes.ts';
import { selectedItem } from '../../state/tray.ts';
import { countsFile } from '../../state/true-pixels/counted.ts';
import { useStudio } from '../desk.ts';
import { usePicture } from '../use-picture.ts';

/** A scale as microscopists say it: 1/8 where eight pixels of the file become one, else in percent. */
function scaleWords(scale: number): string {
  const inverse = 1 / scale;
  const isWhole = inverse > 1.5 && Math.abs(inverse - Math.round(inverse)) < 0.02;
  return isWhole ? `1/${Math.round(inverse)}` : `${Math.round(100 * scale)} %`;
}

/** How large the file is, at which scale it is shown, and which of its planes. */
export function InputFacts() {
  const place = useStudio((state) => state.place);
  const image = usePicture('develop');
  const facts = useStudio((state) => selectedItem(state)?.facts ?? null);
  const develop = useStudio((state) => state.recipe.develop);
  const isTrue = useStudio(countsFile);
  if (!place || !image) return null;
  const { width, height, window } = place;
  const scale = image.width / window.width;
  const size = `${width} × ${height}`;
  const words = [
    size,
    ...(isTrue ? ['true pixels'] : Math.abs(scale - 1) < 0.01 ? [] : [`shown at ${scaleWords(scale)}`]),
    ...(facts ? [planeWords(developOf(develop, facts), facts.axes)] : []),
  ];
  return <>{words.filter(Boolean).join(', ')}</>;
}
