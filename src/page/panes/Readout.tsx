import { useStudio } from '../desk.ts';
import { usePicture } from '../pictures.ts';
import { panes } from './stages.ts';

/** The value of a pixel: one number where it is grey, else red, green and blue. */
function valueAt(image: ImageData | undefined, { x, y }: { x: number; y: number }): string {
  if (!image || x >= image.width || y >= image.height) return '–';
  const at = (y * image.width + x) * 4;
  const [r, g, b] = image.data.subarray(at, at + 3);
  return r === g && g === b ? String(r) : `${r} ${g} ${b}`;
}

/** Place and values of the pixel that is pointed at, in every pane. */
export function Readout() {
  const spot = useStudio((state) => state.spot);
  const images = [usePicture('develop'), usePicture('edges'), usePicture('colour')];
  return (
    <dl className="readout" aria-label="Pixel">
      <div className="readout-place">
        <dt>x, y</dt>
        <dd>{spot ? `${spot.x}, ${spot.y}` : '–'}</dd>
      </div>
      {panes.map(({ name, pane }, i) => (
        <div key={name} className={`readout-${pane}`}>
          <dt>{name}</dt>
          <dd>{spot ? valueAt(images[i], spot) : '–'}</dd>
        </div>
      ))}
    </dl>
  );
}
