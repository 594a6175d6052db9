import { Video } from 'lucide-react';
import { useDesk, useStudio } from '../desk.ts';

/** Shows the camera with its edges and colours; the browser asks first. */
export function CameraButton() {
  const { live } = useDesk();
  const isLive = useStudio((state) => state.live !== null);
  return (
    <button
      type="button"
      className="button"
      title="Edges and colours of what a camera sees. Nothing is recorded."
      aria-pressed={isLive}
      onClick={() => (isLive ? live.stop() : void live.start())}
    >
      <Video aria-hidden />
      Camera
    </button>
  );
}
