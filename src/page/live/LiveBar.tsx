import { Aperture, Square } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { useDesk, useStudio } from '../desk.ts';
import { cameras } from './camera.ts';
import './live.css';

/** The camera that has the panes: which one, how quick, the shutter, and the way back to the tray. */
export default function LiveBar() {
  const { live: view } = useDesk();
  const camera = useStudio((state) => state.live);
  const [known, setKnown] = useState<Awaited<ReturnType<typeof cameras>>>([]);
  const id = useId();

  useEffect(() => {
    let isOpen = true;
    const look = () =>
      cameras().then(
        (found) => isOpen && setKnown(found),
        () => {}, // the one that runs is shown all the same
      );
    void look();
    navigator.mediaDevices.addEventListener('devicechange', look);
    return () => {
      isOpen = false;
      navigator.mediaDevices.removeEventListener('devicechange', look);
    };
  }, []);

  return (
    <section className="live" aria-label="Camera">
      <span className="live-mark">Live</span>
      {known.length > 1 ? (
        <>
          <label className="live-label" htmlFor={id}>
            Which camera
          </label>
          <select
            id={id}
            className="select live-which"
            value={known.find(({ name }) => name === camera)?.id}
            onChange={({ target }) => void view.start(target.value)}
          >
            {known.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </>
      ) : (
        <span className="live-which">{camera}</span>
      )}
      <Speed />
      <span className="spring" />
      <button type="button" className="button button-main" onClick={() => void view.takeStill()}>
        <Aperture aria-hidden />
        Take a still
      </button>
      <button type="button" className="button" onClick={view.stop}>
        <Square aria-hidden />
        Stop
      </button>
    </section>
  );
}

/** How quickly the camera's pictures get their colours, for whoever asks. */
function Speed() {
  const pace = useStudio((state) => state.livePace);
  const [isShown, setIsShown] = useState(false);
  return (
    <button
      type="button"
      className="link live-speed"
      aria-expanded={isShown}
      onClick={() => setIsShown(!isShown)}
    >
      {!isShown || !pace
        ? 'Speed'
        : `${pace.perSecond.toFixed(1)} pictures a second, ${Math.round(pace.latencyMs)} ms each`}
    </button>
  );
}
