import { Grid3x3 } from 'lucide-react';
import { selectedItem } from '../../state/tray.ts';
import { isWhole } from '../../state/true-pixels/is-whole.ts';
import { useStudio } from '../desk.ts';
import { TRUE_FROM } from './true-from.ts';

/**
 * Turns tiles at the file's own pixels on and off; who is too far away for them is brought to where a pixel of the file is one of the screen.
 *
 * @param perPixel pixels of the file for each of the working picture.
 */
export default function TruePixels({ perPixel }: { perPixel: number }) {
  const isOn = useStudio((state) => state.truePixels);
  const isOfWhole = useStudio((state) => isWhole(state.recipe.develop, selectedItem(state)?.facts ?? null));
  const look = useStudio((state) => state.look);
  const fitScale = useStudio((state) => state.fitScale);
  const turn = useStudio((state) => state.setTruePixels);
  const setLook = useStudio((state) => state.setLook);
  const atOne = perPixel / (fitScale * devicePixelRatio);
  if (!isOfWhole) return null;
  return (
    <button
      type="button"
      className="button"
      aria-pressed={isOn}
      title="Shows input, edges and colours at the file’s own pixels where you look closely, made from the whole file. Colours at that size are painted anew, which can take minutes; Cancel turns it off."
      onClick={() => {
        turn(!isOn);
        if (!isOn && look.zoom < TRUE_FROM * atOne) setLook({ ...look, zoom: atOne });
      }}
    >
      <Grid3x3 aria-hidden />
      True pixels
    </button>
  );
}
