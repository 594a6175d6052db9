import { scaleBar } from '../../engine/scale-bar.ts';
import { useStudio } from '../desk.ts';

/** How long a round number of micrometres is on screen. @param scale screen pixels for each pixel of the picture. */
export function ScaleBar({ scale, longest }: { scale: number; longest: number }) {
  const pixelUm = useStudio((state) => state.pixelUm);
  if (!pixelUm) return null;
  const { pixels, label } = scaleBar(pixelUm / scale, longest);
  return (
    <p className="scale-bar" title="From the pixel size that the file gives">
      <span className="scale-bar-line" style={{ width: pixels }} />
      {label}
    </p>
  );
}
