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
  const perPixel = useStudio(({ place }) => Math.round((place?.window.width ?? 1) / (image?.width ?? 1)));
  const isHit = spot && image && isOn(spot, image);
  const own = isHit && stage === 'develop' ? pictures.raw()?.[spot.y * image.width + spot.x] : undefined;
  const label = useStudio(({ cells }) =>
    pane === 'cells' && spot && cells ? (cells.labels.data[spot.y * cells.labels.width + spot.x] ?? 0) : null,
  );
  const isMean = own !== undefined && perPixel > 1;
  return (
    <div className={`readout-${pane}`}>
      <dt>
        {name}
        {isMean && ` mean of ${perPixel} × ${perPixel}`}
      </dt>
      <dd>{isHit ? (label ?? valueAt(image, spot)) : '–'}</dd>
      {own !== undefined && (
        <dd
          className="readout-own"
          title={isMean ? 'The mean of the file’s own values' : 'The file’s own value'}
        >
          {Number(own.toPrecision(5))}
        </dd>
      )}
    </div>
  );
}

/** The place in the file's own pixels, and in micrometres where the file gives a pixel size. */
function PlaceValue() {
  const spot = useStudio((state) => state.spot);
  const place = useStudio((state) => state.place);
  const pixelUm = useStudio((state) => state.pixelUm);
  const input = usePicture('develop');
  const isHit = spot && input && place && isOn(spot, input);
  const perPixel = place && input ? place.window.width / input.width : 1;
  const own = (at: number, from: number) => Math.floor(from + (at + 0.5) * perPixel);
  const at = isHit && { x: own(spot.x, place.window.x), y: own(spot.y, place.window.y) };
  const um = (pixels: number) => ((pixels * (pixelUm ?? 0)) / perPixel).toFixed(1);
  return (
    <div className="readout-place">
      <dt>x, y{at && pixelUm && ` ${um(at.x)}, ${um(at.y)} µm`}</dt>
      <dd>{at ? `${at.x}, ${at.y}` : '–'}</dd>
    </div>
  );
}

/** Place and values of the pixel that is pointed at, in every pane, and the file's own where they are others. */
export function Readout() {
  const panes = useShownPanes();
  return (
    <dl className="readout" aria-label="Pixel">
      <PlaceValue />
      {panes.map((one) => (
        <PaneValue key={one.pane} {...one} />
      ))}
    </dl>
  );
}
