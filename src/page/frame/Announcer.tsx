import { useStudio } from '../desk.ts';

/** Says aloud what a screen reader's user would miss: a picture is ready, a job was cancelled, the device restarted. */
export function Announcer() {
  const announcement = useStudio((state) => state.announcement);
  return (
    <div className="visually-hidden" aria-live="polite">
      {announcement}
    </div>
  );
}
