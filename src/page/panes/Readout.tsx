import type { panes } from '../../engine/stages/shown.ts';
import { useDesk, useStudio } from '../desk.ts';
import { usePicture } from '../use-picture.ts';
import { useShownPanes } from './use-shown-panes.ts';

type Place = { readonly x: number; readonly y: number };

/** The value of a pixel: one number where it is grey, else red, green and blue. */
function valueAt({ data, width }: ImageData, { x, y }: Place): string {
  const at = (y * width + x) * 4;
  const [r, g, b] = data.subarray(at, at + 3);
  return r === g && g === b ? String(r) : `${r} ${g} ${b}`;
}

const isOn = ({ x, y }: Place, { width, height }: ImageData) => x < width && y < height;

function PaneValue({ pane, stage, name }: (typeof panes)[number]) {
  const { pictures } = useDesk();
  const spot = useStudio((state) => state.spot);
  const image = usePicture(stage);
  const isHit = spot && image && isOn(spot, image);
  const own = isHit && stage === 'develop' ? pictures.raw()?.[spot.y * image.width + spot.x] : undefined;
  return (
    <div className={`readout-${pane}`}>
      <dt>{name}</dt>
      <dd>{isHit ? valueAt(image, spot) : '–'}</dd>
      {own !== undefined && (
        <dd className="readout-own" title="The file’s own value">
          {Number(own.toPrecision(5))}
        </dd>
      )}
    </div>
  );
}

/** Place and values of the pixel that is pointed at, in every pane, and the file's own where that is deeper. */
export function Readout() {
  const spot = useStudio((state) => state.spot);
  const input = usePicture('develop');
  const panes = useShownPanes();
  return (
    <dl className="readout" aria-label="Pixel">
      <div className="readout-place">
        <dt>x, y</dt>
        <dd>{spot && input && isOn(spot, input) ? `${spot.x}, ${spot.y}` : '–'}</dd>
      </div>
      {panes.map((one) => (
        <PaneValue key={one.pane} {...one} />
      ))}
    </dl>
  );
}
