import { X } from 'lucide-react';
import { useStudio } from '../desk.ts';
import { IconButton } from './IconButton.tsx';
import './alerts.css';

/** What went wrong, until it is dismissed. */
export function Alerts() {
  const alerts = useStudio((state) => state.alerts);
  const dismiss = useStudio((state) => state.dismiss);
  if (alerts.length === 0) return null;
  return (
    <div className="alerts">
      {alerts.length > 1 && (
        <div className="alerts-head">
          <span>{alerts.length} messages</span>
          <button type="button" className="link" onClick={() => dismiss()}>
            Dismiss all
          </button>
        </div>
      )}
      {alerts.map(({ id, sentence, reloads }) => (
        <div key={id} role="alert" className="alert">
          <p>{sentence}</p>
          {reloads && (
            <button type="button" className="button" onClick={() => location.reload()}>
              Reload
            </button>
          )}
          <IconButton label="Dismiss" icon={<X />} onClick={() => dismiss(id)} />
        </div>
      ))}
    </div>
  );
}
