import { Eye, Scan } from 'lucide-react';
import { lazy } from 'react';
import { selectedItem } from '../../state/tray.ts';
import { fitted } from '../../state/view.ts';
import { useStudio } from '../desk.ts';
import { WhenOpened } from '../frame/WhenOpened.tsx';
import { usePicture } from '../use-picture.ts';
import { Readout } from './Readout.tsx';

const TruePixels = lazy(() => import('./TruePixels.tsx'));
const PlaneSliders = lazy(() => import('./PlaneSliders.tsx'));

/** How all panes look at the picture, and what lies under the pointer. */
export function ViewBar() {
  const percent = useStudio((state) => state.look.zoom * state.fitScale * devicePixelRatio * 100);
  const look = useStudio((state) => state.look);
  const fitScale = useStudio((state) => state.fitScale);
  const setLook = useStudio((state) => state.setLook);
  const original = useStudio((state) => state.original);
  const hold = useStudio((state) => state.holdOriginal);
  const isStack = useStudio((state) => {
    const axes = selectedItem(state)?.facts?.axes;
    return axes !== undefined && axes.z * axes.t > 1;
  });
  const place = useStudio((state) => state.place);
  const input = usePicture('develop');
  /** Pixels of the file for each of the working picture. */
  const perPixel = place && input ? place.window.width / input.width : 1;
  return (
    <div className="view-bar" role="toolbar" aria-label="View">
      <button
        type="button"
        className="button"
        title="Show the whole picture (double click)"
        onClick={() => setLook(fitted)}
      >
        <Scan aria-hidden />
        Fit
      </button>
      <button
        type="button"
        className="button"
        title="One pixel of the picture on one of the screen (1)"
        onClick={() => setLook({ ...look, zoom: 1 / (fitScale * devicePixelRatio) })}
      >
        1:1
      </button>
      <span className="zoom" title="Zoom">
        {percent.toFixed(0)} %
      </span>
      {perPixel > 1.05 && (
        <WhenOpened open>
          <TruePixels perPixel={perPixel} />
        </WhenOpened>
      )}
      <button
        type="button"
        className="button"
        aria-pressed={original}
        title="Show the input in every pane while held (O)"
        onPointerDown={() => hold(true)}
        onPointerUp={() => hold(false)}
        onPointerLeave={() => hold(false)}
        onKeyDown={({ key }) => (key === ' ' || key === 'Enter') && hold(true)}
        onKeyUp={() => hold(false)}
        onBlur={() => hold(false)}
        onContextMenu={(event) => event.preventDefault()} // a long press of a finger
      >
        <Eye aria-hidden />
        Original
      </button>
      {isStack && (
        <WhenOpened open>
          <PlaneSliders />
        </WhenOpened>
      )}
      <Readout />
    </div>
  );
}
