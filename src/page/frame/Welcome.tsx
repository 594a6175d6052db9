import { X } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from './IconButton.tsx';
import './welcome.css';

const KEY = 'eosin welcomed';

/** Whether this is a first visit; where the browser keeps nothing, each one is. */
function isFirst(): boolean {
  try {
    return localStorage.getItem(KEY) === null;
  } catch {
    return true;
  }
}

/** Three sentences for a first visit. */
export function Welcome() {
  const [isShown, setIsShown] = useState(isFirst);
  if (!isShown) return null;
  const leave = () => {
    setIsShown(false);
    try {
      localStorage.setItem(KEY, 'yes');
    } catch {
      // Storage is blocked: the sentences come again on the next visit.
    }
  };
  return (
    <section className="welcome" aria-label="Welcome">
      <svg className="welcome-picture" viewBox="0 0 96 28" aria-hidden="true">
        <circle className="welcome-cell" cx="14" cy="14" r="11" />
        <path className="welcome-arrow" d="M32 14h9m-3-3 3 3-3 3" />
        <circle className="welcome-edge" cx="56" cy="14" r="11" />
        <circle className="welcome-edge" cx="58" cy="13" r="4" />
        <circle className="welcome-body" cx="84" cy="14" r="11" />
        <circle className="welcome-nucleus" cx="86" cy="13" r="4" />
      </svg>
      <p>
        Eosin finds the edges in a picture of cells. A network paints colours from them: invented, not
        measured. Drop your own picture anywhere; it stays on this computer.
      </p>
      <IconButton label="Close the welcome" icon={<X />} onClick={leave} />
    </section>
  );
}
