import { Eye, Scan } from 'lucide-react';
import { lazy } from 'react';
import { selectedItem } from '../../state/tray.ts';
import { countsFile, zoomAtOne } from '../../state/true-pixels/counted.ts';
import { fitted } from '../../state/view.ts';
import { useStudio } from '../desk.ts';
import { WhenOpened } from '../frame/WhenOpened.tsx';
import { Readout } from './Readout.tsx';

const TruePixels = lazy(() => import('./TruePixels.tsx'));
const PlaneSliders = lazy(() => import('./PlaneSliders.tsx'));

/** How all panes look at the picture, and what lies under the pointer. */
export function ViewBar() {
  const percent = useStudio((state) => (100 * state.look.zoom) / zoomAtOne(state, devicePixelRatio));
  const look = useStudio((state) => state.look);
  const atOne = useStudio((state) => zoomAtOne(state, devicePixelRatio));
  const whose = useStudio((state) => (countsFile(state) ? 'file' : 'picture'));
  const setLook = useStudio((state) => state.setLook);
  const original = useStudio((state) => state.original);
  const hold = useStudio((state) => state.holdOriginal);
  const isStack = useStudio((state) => {
    const axes = selectedItem(state)?.facts?.axes;
    return axes !== undefined && axes.z * axes.t > 1;
  });
  const perPixel = useStudio((state) => state.perPixel);
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
        title={`One pixel of the ${whose} on one of the screen (1)`}
        onClick={() => setLook({ ...look, zoom: atOne })}
      >
        1:1
      </button>
      <span className="zoom" title={`Zoom, in pixels of the ${whose}`}>
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
